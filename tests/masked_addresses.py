"""Addresses and what masks leave of them: the same in the browser and on the server."""

MASKS = ("/orders/*", "/đơn-hàng/*/in", "/account/**")
MASKED = [
    ("https://shop.vn/orders/7", "https://shop.vn/orders/•"),
    ("https://shop.vn/Orders/7/items", "https://shop.vn/Orders/•/items"),
    ("https://shop.vn//orders//7", "https://shop.vn//orders//•"),
    ("https://shop.vn/%6Frders/7", "https://shop.vn/%6Frders/•"),
    ("https://shop.vn/orders", "https://shop.vn/orders"),
    ("https://shop.vn/orders/", "https://shop.vn/orders/"),
    ("https://shop.vn/order/7", "https://shop.vn/order/7"),
    ("https://shop.vn/vi/orders/7", "https://shop.vn/vi/orders/7"),
    ("https://shop.vn/orders%2F7", "https://shop.vn/orders%2F•"),
    ("https://shop.vn/orders%5c7/items", "https://shop.vn/orders%5c•/items"),
    ("https://shop.vn/orders/%E0%A4%A", "https://shop.vn/orders/•"),
    ("https://shop.vn/orders;v=1/7;v=2/", "https://shop.vn/orders/•/"),
    ("https://shop.vn/account", "https://shop.vn/account"),
    ("https://shop.vn/account/", "https://shop.vn/account/"),
    ("https://shop.vn/accounts/lan", "https://shop.vn/accounts/lan"),
    ("https://shop.vn/account/lan/phone", "https://shop.vn/account/•"),
    ("https://shop.vn/account//lan", "https://shop.vn/account//•"),
    ("https://shop.vn/%C4%91%C6%A1n-h%C3%A0ng/7/in", "https://shop.vn/%C4%91%C6%A1n-h%C3%A0ng/•/in"),
    ("https://shop.vn/a?tab=2#/account/lan", "https://shop.vn/a?tab=2#/account/•"),
    ("https://shop.vn/#/orders/7#/orders/8", "https://shop.vn/#/orders/•"),
    ("https://shop.vn/#/orders?tab=1#/orders/8", "https://shop.vn/#/orders?tab=1"),
    ("https://shop.vn/#/orders\\7", "https://shop.vn/#/orders/•"),
    ("https://shop.vn/orders/7#!/orders/8?tab=3", "https://shop.vn/orders/•#!/orders/•?tab=3"),
]
"""Under `MASKS`; every query key in here is allowed."""
