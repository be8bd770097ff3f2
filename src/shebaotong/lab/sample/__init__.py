"""A sample round of comparisons: what Guangdong and Guangxi would deliver of the demonstration people.

Their files are made of the same lives as the registers, and a few doubts of each kind are planted in them,
beside lawful doubles that must not be found. All numbers bear the signs of :mod:`shebaotong.lab.people`.
"""
