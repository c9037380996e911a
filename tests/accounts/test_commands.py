import pytest

from marketplace.accounts.services.people import find_by_email
from tests.accounts.factories import make_user

PASSWORD = "a long password"


@pytest.fixture
def run(app):
    return lambda *arguments, **options: app.test_cli_runner().invoke(
        args=["users", "create", *arguments], **options
    )


def test_an_administrator_is_created_with_a_password_from_the_environment(run, tags):
    result = run(
        "Admin@example.com",
        "--name",
        "管理员",
        "--administrator",
        env={"MARKETPLACE_PASSWORD": PASSWORD},
    )
    assert result.exit_code == 0, result.output
    user = find_by_email("admin@example.com")
    assert user.is_administrator
    assert not user.is_auditor
    assert user.is_active
    assert result.output.strip() == user.public_id
    assert tags() == ["user:create"]


def test_the_password_is_read_from_standard_input(run):
    result = run("a@example.com", "--auditor", "--password-stdin", input=PASSWORD + "\n")
    assert result.exit_code == 0
    assert find_by_email("a@example.com").is_auditor


def test_the_password_is_asked_for(run):
    result = run(
        "a@example.com", input=f"{PASSWORD}\n{PASSWORD}\n", env={"MARKETPLACE_PASSWORD": ""}
    )
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("email", "password"),
    [("a@example.com", "short"), ("nobody", PASSWORD), ("known@example.com", PASSWORD)],
)
def test_a_refusal_exits_with_1_and_says_why(run, tags, email, password):
    make_user("known@example.com")
    result = run(email, "--password-stdin", input=password + "\n")
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert tags() == []


def test_a_wrong_option_exits_with_2(run):
    assert run("a@example.com", "--king").exit_code == 2
