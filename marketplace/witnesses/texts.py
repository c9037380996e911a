"""The mail that a witness gets once a day, in both languages; nothing in it is secret."""

MAIL_SUBJECT = "日志检查点 %(size)s / Log checkpoint %(size)s"

MAIL_BODY = """您是本平台公开日志的见证方。请保存本邮件：日后如日志被截断或者整体替换，您保存的这一行可以证明。

条目数：%(size)s
根（SHA-256）：%(root)s
签名时间（UTC）：%(at)s

You keep copies of our public log. Keep this mail: should the log be cut or exchanged later, the line
below shows it. Whoever checks the log can be given this line as a file:
flask audit verify --witness FILE

%(line)s
"""
