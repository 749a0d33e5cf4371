"""Which column of a file of customers holds what, by its name in English or Chinese."""

from collections.abc import Mapping, Sequence

from heed.customers.duplicates.names import fold

FIELDS: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "unique id", "customer id", "customer no", "customer number", "customer", "rec id",
        "record id", "reference", "number of customer", "uid", "编号", "客户编号",
        "客户号", "客户id", "序号",
    ),
    "name": (
        "name", "full name", "customer name", "contact name", "contact", "person", "姓名",
        "名称", "客户姓名",
        "客户名称", "联系人",
    ),
    "given": (
        "given", "given name", "first name", "firstname", "givenname", "forename", "fname",
        "名", "名字",
    ),
    "surname": ("surname", "last name", "lastname", "family name", "lname", "sname", "姓", "姓氏"),
    "birth": (
        "birth", "dob", "date of birth", "birth date", "birthdate", "birthday", "birth day",
        "born", "born on", "生日", "出生日期", "出生年月日",
    ),
    "phone": (
        "phone", "phone number", "telephone", "tel", "mobile", "mobile phone", "cell",
        "cell phone", "phones",
        "phone 1", "phone 2", "phone 3", "home phone", "work phone", "phone home", "phone work",
        "mobile number", "telephone number", "contact number", "电话", "手机", "手机号",
        "手机号码", "联系电话",
        "电话号码", "座机", "固定电话",
    ),
    "mail": (
        "mail", "email", "e mail", "email address", "mail address", "e mail address",
        "emails", "mails",
        "email 1", "email 2", "email 3", "work email", "home email", "邮箱", "电子邮箱",
        "电子邮件", "邮件",
        "邮箱地址",
    ),
    "street": (
        "street", "address", "address 1", "address line 1", "address1", "street address",
        "street name", "addr",
        "full address", "postal address", "地址", "联系地址", "收货地址", "详细地址",
        "街道", "住址",
    ),
    "number": (
        "street number", "house number", "house no", "street no", "number", "门牌号",
        "门牌",
    ),
    "more": (
        "address 2", "address line 2", "address2", "building", "apartment", "unit", "房号", "楼栋",
    ),
    "town": ("town", "city", "suburb", "locality", "place", "city town", "城市", "市", "区县"),
    "postcode": (
        "postcode", "post code", "postal code", "zip", "zip code", "zipcode", "plz",
        "邮编", "邮政编码",
    ),
    "region": ("region", "state", "province", "county", "state province", "省", "省份", "州"),
    "code": (
        "code", "soc sec id", "ssn", "social security number", "national id", "id number",
        "identity number", "id card", "passport", "passport number", "tax id",
        "vat number", "nhs number",
        "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "护照号",
    ),
}  # fmt: skip
SEVERAL = frozenset({"phone", "mail"})
TELLING = frozenset(FIELDS) - {"id", "region", "number", "more"}


def simplify(column: str) -> str:
    """A column's name as compared: case, underscores and numbers of columns apart.

    Examples
    --------
    >>> simplify("E-Mail_Address"), simplify("firstName"), simplify("客户 姓名")
    ('e mail address', 'first name', '客户姓名')
    """
    apart = "".join(
        f" {each}" if each.isupper() and column[place - 1 : place].islower() else each
        for place, each in enumerate(column)
    )
    folded = fold(apart)
    return folded if folded.isascii() else folded.replace(" ", "")


def recognise(
    columns: Sequence[str], mapping: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """The places of the columns of each field; a column named in `mapping` is of that field.

    Where several columns could be a field that has one value, the first name in `FIELDS` wins.
    """
    simple = [simplify(column) for column in columns]
    found: dict[str, tuple[int, ...]] = {}
    for field, names in mapping.items():
        wanted = {simplify(name) for name in names}
        found[field] = tuple(
            place
            for place, column in enumerate(columns)
            if column in names or (simple[place] in wanted and columns.count(column) == 1)
        )
    taken = {place for places in found.values() for place in places}
    for field, names in FIELDS.items():
        if field in found:
            continue
        places = [
            place
            for name in names
            for place, column in enumerate(simple)
            if column == name and place not in taken
        ]
        if places:
            found[field] = tuple(places) if field in SEVERAL else (places[0],)
            taken.update(found[field])
    return found
