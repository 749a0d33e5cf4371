"""Which column of a file holds which field of a purchase."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIELDS: dict[str, str] = {
    "customer_id": "customerid customer customerno customernumber customerref customercode "
    "custid custno clientid clientno clientnumber userid memberid memberno buyerid shopperid "
    "accountid accountno accountnumber 客户编号 客户号 客户id 客户代码 "
    "会员编号 会员号 会员id 会员卡号 用户编号 用户id 顾客编号 顾客号 顾客id "
    "买家id 買家id 客戶編號 客戶號 會員編號",
    "purchased_at": "purchasedat purchasedate purchasetime purchasedon invoicedate orderdate "
    "orderedat ordertime orderdatetime orderpurchasetimestamp datepurchased dateordered "
    "transactiondate transactiontime transactiondatetime saledate salesdate solddate soldat "
    "paidat paymentdate processedat createdat datecreated date datetime timestamp "
    "购买时间 购买日期 下单时间 下单日期 订单日期 订单时间 交易时间 交易日期 付款时间 支付时间 "
    "销售日期 成交时间 日期 时间 訂單日期 購買日期 交易日期 下單時間",
    "amount": "amount lineamount linetotal totalamount totalprice netamount grossamount "
    "orderamount ordertotal saleamount salesamount revenue total paidamount amountpaid "
    "spend dollarvalue extendedprice turnover 金额 总金额 订单金额 实付金额 "
    "支付金额 付款金额 成交金额 销售额 销售金额 消费金额 交易金额 实收金额 总价 小计 "
    "金額 總金額 訂單金額 實付金額 銷售額",
    "quantity": "quantity qty units unitssold itemquantity orderquantity numberofitems "
    "数量 购买数量 销售数量 件数 數量 購買數量",
    "unit_price": "unitprice price itemprice priceperunit pricepaid sellingprice saleprice "
    "单价 价格 售价 商品单价 成交单价 單價 價格 售價",
    "order_id": "orderid orderno ordernumber ordernum order orderref invoiceno invoice invoiceid "
    "invoicenumber transactionid transactionno transactionnumber receiptno receiptid receipt "
    "salesorder basketid 订单号 订单编号 订单id 交易号 交易编号 流水号 发票号 发票编号 单号 "
    "訂單號 訂單編號 發票號",
    "line_id": "lineid lineno linenumber linenum orderlineid orderlineno orderline orderitemid "
    "lineitemid itemid rowid 行号 明细号 明细编号 订单行号 明细id 行號 明細號",
    "product": "product productid productcode productno sku skuid stockcode itemcode itemno "
    "articleno articlenumber article partnumber upc ean variantid productname productdescription "
    "item itemname lineitemname description goods 商品编号 商品编码 商品id "
    "货号 产品编号 产品编码 商品 产品 商品名称 产品名称 品名 商品編號 產品編號 商品名稱 產品名稱",
    "discount": "discount discountamount totaldiscount linediscount discountvalue rebate "
    "折扣 折扣金额 优惠 优惠金额 折扣金額 優惠金額",
    "currency": "currency currencycode currencyiso currencyid 币种 货币 币别 貨幣 幣別",
    "customer_name": "customername clientname buyername fullname contactname billingname "
    "membername recipientname 客户名称 客户姓名 客户名 姓名 会员姓名 顾客姓名 买家姓名 收货人 "
    "客戶名稱 客戶姓名 會員姓名",
    "customer_email": "customeremail email emailaddress mail mailaddress contactemail buyeremail "
    "billingemail 邮箱 电子邮箱 电子邮件 客户邮箱 邮件地址 電子郵件 電郵 郵箱",
    "customer_phone": "customerphone phone phonenumber telephone tel mobile mobilephone cellphone "
    "contactphone billingphone 电话 手机 手机号 手机号码 联系电话 客户电话 電話 手機 手機號碼",
    "country": "country countrycode billingcountry shippingcountry countryregion nation "
    "国家 国家地区 國家",
}
REQUIRED = frozenset({"customer_id", "purchased_at", "amount", "quantity", "unit_price"})
_NAMES = {field: names.split() for field, names in FIELDS.items()}


@dataclass(frozen=True)
class Columns:
    """What was found: the column of each field, and what stands in the way of an import."""

    of: Mapping[str, str]
    missing: tuple[str, ...] = ()
    unclear: tuple[tuple[str, tuple[str, ...]], ...] = ()


def simplify(name: str) -> str:
    """The column's name without case, spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if character.isalnum())


def recognise(columns: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Find the column of each field: the one mapped, else the one with a usual name.

    Where several columns could be a required field, it is unclear; for the other fields the
    more usual name wins. `amount` excuses `quantity` and `unit_price`, and these it.
    """
    found = dict(mapping)
    unclear = []
    taken = set(mapping.values())
    for field, names in _NAMES.items():
        if field in mapping:
            continue
        usual = fitting(field, names, [name for name in columns if name not in taken])
        if len(usual) > 1 and field in REQUIRED:
            unclear.append((field, tuple(usual)))
        elif usual:
            found[field] = usual[0]
    if "amount" in found and not {"quantity", "unit_price"} & mapping.keys():
        unclear = [(field, names) for field, names in unclear if field not in _FACTORS]
    return Columns(of=found, missing=_missing(found, unclear), unclear=tuple(unclear))


def count_known(columns: Sequence[str], mapping: Mapping[str, str]) -> int:
    """How many fields these names tell of: that many speak for a line of column names."""
    names = {simplify(column) for column in columns}
    found = recognise(columns, {f: name for f, name in mapping.items() if simplify(name) in names})
    return len(found.of) + len(found.unclear)


_FACTORS = frozenset({"quantity", "unit_price"})


def fitting(field: str, names: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Columns with a usual name of the field, the most usual first; the exact name stands alone."""
    exact = [column for column in columns if simplify(column) == simplify(field)]
    if exact:
        return exact
    ranks = {name: rank for rank, name in enumerate(names)}
    usual = [column for column in columns if simplify(column) in ranks]
    return sorted(usual, key=lambda column: ranks[simplify(column)])


def _missing(
    found: Mapping[str, str], unclear: Sequence[tuple[str, tuple[str, ...]]]
) -> tuple[str, ...]:
    known = found.keys() | {field for field, _names in unclear}
    missing = [field for field in ("customer_id", "purchased_at") if field not in known]
    if "amount" not in known and not known >= _FACTORS:
        missing.append("amount")
    return tuple(missing)
