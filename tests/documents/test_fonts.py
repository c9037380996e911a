"""The fonts that are shipped, and what becomes of characters that they lack."""

from fontTools.ttLib import TTFont

from marketplace.documents import fonts

FACES = sorted(fonts.FOLDER.glob("*.otf"))


def test_every_font_is_one_face_and_none_is_a_collection():
    assert len(FACES) == 3
    assert not list(fonts.FOLDER.glob("*.tt[cf]"))
    for path in FACES:
        assert path.read_bytes()[:4] == b"OTTO", path.name


def test_the_license_stands_beside_the_fonts():
    license_text = (fonts.FOLDER / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in license_text
    assert "Adobe" in license_text


def test_the_fonts_fit_into_the_repository():
    assert sum(path.stat().st_size for path in FACES) < 45 * 1024 * 1024


def test_the_chinese_standard_set_and_rare_characters_are_in_every_face():
    wanted = {*range(0x4E00, 0x9FA6), *range(0x3400, 0x4DB6), *map(ord, "㛃𠮷·Ａ１，。《》¥￥")}
    for path in FACES:
        with TTFont(path, lazy=True) as font:
            assert wanted <= set(font.getBestCmap()), path.name


def test_a_character_without_glyph_is_named_and_shown_by_its_code_point():
    assert fonts.missing_characters("李😀𠮷\x07😀") == ["😀", "\x07"]
    assert fonts.printable("李😀\n") == "李〔U+1F600〕\n"
    assert fonts.printable("㛃𠮷·Ａ") == "㛃𠮷·Ａ"
