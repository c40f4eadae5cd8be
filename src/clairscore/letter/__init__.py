"""Letters and notices: a stored record in, a tagged PDF in French or English out. Pure.

`write(content, addresses, lang)` gives the page and `pdf_of(page)` its PDF; contents come from
`decision_letter`, `notice` and `receipt`. Nothing here reads a store, a clock or a setting.
"""
