"""The board page: what it shows for each way to look at a board, and at what cost."""



from tests.factories import Office
from tests.web.conftest import Client


def test_the_page_shows_groups_items_and_totals(office: Office, alice: Client) -> None:
    board = office.stock()
    office.item(board, name="Ramette <A4>", quantity=3, price="12.50", status="low", owner=[office.alice.user_id])
    page = alice.get(f"/b/{board.id}")
    assert page.status_code == 200
    assert "Lyon" in page.text
    assert "Ramette &lt;A4&gt;" in page.text
    assert "Σ €12.50" in page.text
