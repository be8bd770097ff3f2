"""Rights record (个人权益记录查询打印)."""
