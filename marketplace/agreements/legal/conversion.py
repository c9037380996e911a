"""The first clause of a contract that comes of a trial: from which, and what becomes of that."""

from typing import Final

from marketplace.agreements.legal.clauses import FixedClause

INTO_LICENSE: Final = FixedClause(
    "转化的依据",
    "本合同依双方订立的《{title}》（平台合同标识：{id}，以下称试用合同）约定的转化办法订立。本合同成立之日为试用合同所称的"
    "转化日；自该日起试用合同终止，试用合同项下不再产生新的款项，被许可人依本合同继续实施，无须停止实施或者退回技术资料。"
    "试用合同终止前已经产生的权利义务和保密约定不受影响。",
    "Origin in a trial",
    "This contract follows the conversion agreed in “{title}” (id {id}, the trial contract). Its "
    "conclusion is the day of conversion of the trial contract, which ends with it: nothing more "
    "accrues there, and the licensee goes on under this contract without stopping use or giving "
    "materials back. What had arisen under the trial contract, and secrecy, stay as they are.",
)
INTO_SALE: Final = FixedClause(
    "转化的依据",
    "本合同依双方订立的《{title}》（平台合同标识：{id}，以下称试用合同）约定的转化办法订立。自本合同成立之日起，"
    "试用合同项下不再产生新的许可使用费；受让人在专利权转让登记完成前，可以继续在试用合同许可的范围内实施。",
    "Origin in a trial",
    "This contract follows the conversion agreed in “{title}” (id {id}, the trial contract). From "
    "its conclusion no further license fee arises under the trial contract; until the assignment "
    "is registered the assignee may go on within the scope of the trial contract.",
)
