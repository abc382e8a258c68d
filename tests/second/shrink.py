"""The smallest world that still shows what two engines do not agree on: nights and rows go while it does."""

from dataclasses import replace

TRIES = 40


def without_rows(world, keys):
    nights = [{of: lines and [lines[0], *(x for x in lines[1:] if tuple(x.split(",")[:2]) not in keys)]
               for of, lines in night.items()} for night in world.nights]
    return replace(world, nights=nights)


def rows_of(world):
    files = [lines for night in world.nights for lines in night.values() if lines]
    return sorted({tuple(x.split(",")[:2]) for lines in files for x in lines[1:]})


def shrunk(world, steps, how, play):
    """World, steps and differences."""
    tries = TRIES

    def fails(one, left):
        nonlocal tries, how
        tries -= 1
        wrong = tries >= 0 and play([one], left).get(one.number)
        how = wrong[1] if wrong else how
        return bool(wrong)

    for n in reversed(range(len(steps))):
        fewer = replace(world, nights=[night for k, night in enumerate(world.nights) if k != n])
        left = (*steps[:n], *steps[n + 1:])
        if left and left[0][0] == "run" and fails(fewer, left):
            world, steps = fewer, left
    size = max(1, len(rows_of(world)) // 2)
    while tries > 0:
        keys = rows_of(world)
        for at in range(0, len(keys), size):
            fewer = without_rows(world, set(keys[at:at + size]))
            if fails(fewer, steps):
                world = fewer
        if size == 1:
            break
        size = max(1, size // 2)
    return world, steps, how


def shown(world, steps):
    yield from world.toml[world.toml.index("[reconcile"):].splitlines()
    for step, night in zip(steps, world.nights):
        yield f"{step[0]} {step[1]}"
        for (name, part), lines in night.items():
            if lines is None or len(lines) > 1:
                yield f"  {name} {part}: {'not there' if lines is None else lines[0]}"
                yield from (f"    {line}" for line in (lines or [])[1:])
