"""The pool agreement: legal text, so the Chinese counts and has a version.

A changed wording gets a new version; a pool keeps the text that its members sign.
"""

import hashlib
from typing import Final

VERSION: Final = "pool-agreement/1"

_ZH: Final = """专利池协议

一、专利池名称：{name}。运营单位：{operator}。
二、建池目的：{purpose}
三、成员经本单位授权签署人签署本协议加入，自加入生效日起为成员。签署时列明入池专利。
四、成员授权运营单位以运营单位自己的名义，就入池专利给予普通许可（包括专利开源许可）、收取许可使用费、办理备案和信息反馈。运营单位不得给予独占或者排他许可。成员仍可自行实施入池专利，也可以自行给予普通许可。
五、成员的份额以份额数计。某一日某成员的分配比例，为其当日份额数除以当日全体成员份额数之和。
六、运营单位收到的许可使用费，按下列规则分配至分：提成费按其所属提成期内每日的分配比例逐日分配；其他款项按应付日与到账日中较早一日的分配比例分配。先按比例取整至分，余下的分按余数由大到小逐分分给各成员；余数相同的，加入在先者优先。
七、新成员的份额数在邀请中载明，自其加入生效日起计入。既有成员份额数的变动，须经全体成员的授权签署人同意。加入、退出和份额变动均不溯及既往：专利池运行后，最早自次日起生效。
八、成员退出，应当提前{notice_days}日书面通知运营单位，自通知载明的最后一日届满时退出。退出前已经给予的许可不受影响，被许可人可以按原条款继续实施；退出日之前各日的份额照常分配。退出后运营单位不得再就其专利给予新的许可。
九、份额和分配明细只供成员和依法监督的机构查阅。
{added}"""
_EN: Final = """Pool agreement

1. Name of the pool: {name}. Operator: {operator}.
2. Purpose: {purpose}
3. A member joins by the signature of its authorized signatory and is a member from the day on which joining takes effect. The patents that it brings in are listed with the signature.
4. The members empower the operator to grant ordinary licenses (open-source licenses included) under the pooled patents in the operator's own name, to collect the fees, and to see to recordal and feedback. The operator grants no exclusive or sole license. Members may still work their patents and grant ordinary licenses themselves.
5. Shares are counted in units. On any day a member's part is its units over the sum of all members' units on that day.
6. Fees that the operator receives are divided to the fen: a royalty day by day by the parts of its royalty period; any other amount by the parts of its due day or value day, whichever is earlier. Parts are first cut to whole fen; the fen that are left go, one each, to the largest remainders, and among equal ones to who joined earlier.
7. The units of a new member stand in its invitation and count from the day on which joining takes effect. A change of existing units needs the consent of every member's signatory. Nothing takes effect backwards: once the pool runs, the next day at the earliest.
8. A member leaves by written notice {notice_days} days ahead, at the end of the last day that the notice names. Licenses given before stand and go on as agreed; days up to that day are divided as before. From then on the operator gives no new license under its patents.
9. Shares and statements are open to members and lawful supervisors only.
{added}"""


def agreement_text(name: str, operator: str, purpose: str, notice_days: int, added: str) -> str:
    """The Chinese text that members sign."""
    return _filled(_ZH, name, operator, purpose, notice_days, f"十、{added}\n" if added else "")


def reading_text(name: str, operator: str, purpose: str, notice_days: int, added: str) -> str:
    """The English text, for reading only; rules added by the operator stand as it wrote them."""
    return _filled(_EN, name, operator, purpose, notice_days, f"10. {added}\n" if added else "")


def sha256(text: str) -> str:
    """Lower-case hex over the UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _filled(text: str, name: str, operator: str, purpose: str, days: int, added: str) -> str:
    return text.format(name=name, operator=operator, purpose=purpose, notice_days=days, added=added)
