"""A shop and an ERP that say the same of many orders, but for a few: files for a project like tests/cases/base."""

import json


def order(number, night):
    """The facts of an order on a night: number, time of day, total, tax and status."""
    total = 1000 + number * 37 % 90000
    status = "shipped" if number % 3 < night else "paid"
    return number, f"{8 + number % 12:02}:{number % 60:02}", total, total * 19 // 119, status


def money(cents, mark):
    return f"{cents // 100}{mark}{cents % 100:02}"


def shop_line(facts):
    number, time, total, tax, status = facts
    return "\t" + json.dumps({"number": str(number), "placed": f"2026-03-30T{time}:00+02:00", "currency": "EUR",
                              "total": money(total, "."), "tax": money(tax, "."), "status": status})


def erp_line(facts):
    number, time, total, tax, status = facts
    word = {"paid": "BEZAHLT", "shipped": "VERSANDT"}[status]
    return f"{number};30.03.2026 {time};EUR;{money(total, ',')};{money(tax, ',')};{word}"


def differs(facts, night):
    """The ERP's account: one order in 500 has another total, one in 700 is lacking on the first night."""
    number, time, total, tax, status = facts
    if number % 700 == 3 and night == 0:
        return None
    return (number, time, total + 100, tax, status) if number % 500 == 7 else facts


def write(folder, day, night, count):
    """The files of the business date: night 0, 1, …; one order in a hundred is new on each."""
    facts = [order(100000 + n, night) for n in range(count + night * count // 100)]
    told = [account for account in (differs(f, night) for f in facts) if account]
    (folder / day).mkdir(exist_ok=True)
    (folder / day / "shop.json").write_text('{"orders": [\n' + ",\n".join(shop_line(f) for f in facts) + "\n]}\n")
    (folder / day / "erp.csv").write_text("Nr;Datum;Waehrung;Brutto;Steuer;Status\n"
                                          + "".join(erp_line(f) + "\n" for f in told))
