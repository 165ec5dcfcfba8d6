from cockpit.analysis.loss_reasons import compute_loss_reasons


def test_own_counts_stand_beside_the_team_s_shares() -> None:
    result = compute_loss_reasons(
        {"Price": 9, "No decision": 11, "": 2}, {"Price": 30, "No decision": 20, "Timing": 10}
    )
    assert [(r.reason, r.count) for r in result.reasons] == [
        ("No decision", 11),
        ("Price", 9),
        ("Timing", 0),
    ]
    assert [r.usual for r in result.reasons] == [20 * 20 / 60, 20 * 30 / 60, 20 * 10 / 60]
    assert (result.with_reason, result.without_reason) == (20, 2)


def test_no_reasons_at_all_give_no_rows() -> None:
    result = compute_loss_reasons({"": 4}, {"": 40})
    assert result.reasons == ()
    assert (result.with_reason, result.without_reason, result.team_with_reason) == (0, 4, 0)
