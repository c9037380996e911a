"""The mail that a receiver by mail gets, in both languages."""

MAIL_SUBJECT = "交易信息反馈 %(day)s（%(count)s 条） / Feedback of transaction data"

MAIL_BODY = """以下为交易信息反馈报文，每行一条 JSON（格式 feedback/1）。同一编号（id）重复收到的，为同一条报文；
同一对象（subject）以版本号（version）最大的一条为准。发出不等于您已收到，请以对账确认。

Messages of feedback, one JSON object a line (schema feedback/1). The same id twice is the same
message; of one subject the highest version counts.

%(lines)s
"""
