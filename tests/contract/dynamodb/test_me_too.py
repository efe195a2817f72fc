"""“Saya juga”: counted once, by one transaction, and no step of the staff meets it."""

from concurrent.futures import ThreadPoolExecutor

from benchmarks.capacity import write_units
from chalicelib.domain.duplicates.me_too import supporter_mark
from chalicelib.domain.transitions import by_opd
from tests.contract.aws.test_budgets import indexes
from tests.contract.dynamodb.test_joint_work import dispatched
from tests.contract.dynamodb.test_table import items
from tests.support.factory import a_context, a_terms

__all__ = ["indexes", "items"]  # fixtures


def test_each_browser_counts_once(tickets, seed):
    number = dispatched(tickets, seed(), "DISHUB").id
    marks = [supporter_mark(browser, number) for browser in ("a" * 20, "b" * 20)]
    assert [tickets.add_supporter(number, mark) for mark in (*marks, *marks)] == [True, True, False, False]
    assert tickets.get(number).ticket.supporters == 2


def test_many_at_once_are_all_counted(tickets, seed):
    number = dispatched(tickets, seed(), "DISHUB").id
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda n: tickets.add_supporter(number, supporter_mark(f"browser-{n}", number)), range(12)))
    assert tickets.get(number).ticket.supporters == 12


def test_no_step_of_the_staff_is_disturbed_and_none_disturbs_the_count(tickets, seed):
    ticket = dispatched(tickets, seed(), "DISHUB")
    tickets.add_supporter(ticket.id, supporter_mark("a" * 20, ticket.id))
    tickets.save(by_opd.advance(ticket, "DISHUB", by_opd.ACCEPT, a_context(), a_terms()))
    after = tickets.get(ticket.id).ticket
    assert (after.sequence, after.supporters) == (ticket.sequence + 1, 1)


def test_what_is_kept_leads_to_nobody_and_to_no_other_ticket(table_tickets, items, seed):
    numbers = [dispatched(table_tickets, seed(n), "DISHUB").id for n in range(2)]
    for number in numbers:
        table_tickets.add_supporter(number, supporter_mark("rahasia-peramban-ini", number))
    kept = [[sk for sk in items(number) if sk.startswith("~support#")] for number in numbers]
    assert [len(each) for each in kept] == [1, 1]
    assert kept[0] != kept[1]
    assert set(items(numbers[0])[kept[0][0]]) == {"pk", "sk"}


def test_it_is_one_transaction_of_four_write_units_and_the_page_reads_only_the_count(
    table_tickets, wire, indexes, items, seed
):
    number = dispatched(table_tickets, seed(), "DISHUB").id
    wire.forget()
    table_tickets.add_supporter(number, supporter_mark("a" * 20, number))
    table_tickets.get(number)
    assert wire.operations == ["TransactWriteItems", "Query"]
    stored = items(number)
    written = [item for sk, item in stored.items() if sk == "supporters" or sk.startswith("~support#")]
    assert write_units(written, indexes) == 4
    assert wire.calls[1].parameters["ExpressionAttributeValues"][":1"]["S"] < "~"
