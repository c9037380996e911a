"""``flask lifecycles``: every life cycle of the site as a table."""

import click

from marketplace.lifecycle import LIFECYCLES


@click.command("lifecycles")
@click.argument("name", required=False)
def lifecycles(name: str | None) -> None:
    """Print from which states which action leads where. NAME limits it to one record."""
    known = {key: LIFECYCLES[key] for key in sorted(LIFECYCLES) if name in (None, key)}
    if not known:
        raise click.BadParameter("known are: " + ", ".join(sorted(LIFECYCLES)), param_hint="NAME")
    for key, cycle in known.items():
        click.echo(f"{key} (begins as {cycle.initial})")
        for action, (origins, target) in cycle.moves.items():
            click.echo(f"  {action}: {' | '.join(sorted(origins))} → {target}")
