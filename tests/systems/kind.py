"""What tests/systems/through.py has to know of a kind that ships; each of tests/systems/kinds/*.py has one, KIND."""

QUIET, EARLIER, DAY = "2026-02-10", "2026-03-08", "2026-03-31"

# What must come of each fault at the second request for a list: "whole" or "refused".
FAULTS = {
    "429 seconds 1": "whole", "429 date 1": "whole", "429": "whole", "500": "whole", "503": "whole",
    "reset": "whole", "a short body": "whole", "gzip checksum": "whole", "gzip cut off": "whole", "stall 1": "whole",
    "an error in a 200": "whole", "unauthorized": "refused", "an empty page": "refused",
    "redirect": "refused", "the same page": "refused", "a cursor that loops": "refused",
}
OF_PAGES = ("an empty page", "the same page", "a cursor that loops")
# Where it is one list's, it is all lists'.
OF_ALL = {"the token expires": "refused"}
# A system whose tokens are asked for asks for another one.
OF_TOKENS = {"unauthorized": "whole", "the token expires": "whole"}


class Kind:
    """
    name      of the system in the project, whose table is `system`; PORT in it is that of the test systems
    vendor    of the test system
    lists     extract: (list of the test system, entity, what of a row is the id there, and what the amount); None: the
              test system says neither
    lines     extracts of the same answers, which have rows of their own: names, or what stands in `lists`, too, and the
              extract whose answers they are of
    after     files of other kinds whose lists are read before, because this one asks for what is in them
    routes    extract: what its requests are called in scripts of faults, where that is not the list's name
    at        extract: which of its requests meets a fault, where that is not the second one
    windows   which of the lists are asked for what is new, and hold a part of it on the night of `earlier`
    quiet     they hold nothing on the night QUIET, which is whole all the same
    asks_for_tokens, outcomes    what comes of faults here, where it is not what FAULTS says: {fault: …} of all lists,
              and {(extract, fault): …} of one
    without   faults that this vendor cannot play: no list that is paged, no cursor
    elsewhere whether files of its reports lie with somebody else, who must not be told who asks
    holds     extract: what is true of each of its rows
    file      whose file of jobs/systems it is tested with, and page of docs/systems, if not that of its own name
    over      lists that are asked for value by value of another one of the system: nothing of them without that one
    single    lists without pages: asked for value by value, with an answer each, or made as a report
    """

    def __init__(self, name, vendor, system, lists, *, secrets, lines=(), windows=(), routes=None, options=(),
                 asks_for_tokens=False, outcomes=None, without=(), single=(), after=(), earlier=EARLIER, quiet=False,
                 elsewhere=False, file=None, holds=None, at=None, over=None):
        self.name, self.vendor, self.system, self.lists = name, vendor, system, lists
        self.lines = lines if isinstance(lines, dict) else dict.fromkeys(lines)
        self.secrets, self.options, self.without, self.windows = secrets, options, without, windows
        self.single, self.after, self.routes, self.earlier = single, after, routes or {}, earlier
        self.quiet, self.elsewhere, self.file = quiet, elsewhere, file
        self.holds, self.at, self.over = holds or {}, at or {}, over or {}
        self.outcomes = FAULTS | OF_ALL | (OF_TOKENS if asks_for_tokens else {}) | (outcomes or {})

    def route(self, extract):
        return f"{self.vendor}/{self.routes.get(extract, self.lists[extract][0])}"

    def told(self, extract):
        """The list of the test system, the entity, the id and the amount of its rows."""
        return self.lists[extract] if extract in self.lists else self.lines[extract][:4]

    def lines_of(self, extract):
        return [line for line, told in self.lines.items() if told and told[4] == extract]

    def outcome(self, extract, fault):
        return self.outcomes.get((extract, fault), self.outcomes[fault])

    def outcomes_of(self, plan):
        """{extract: outcome} where each of them meets its fault in one run."""
        own = {extract: self.outcome(extract, fault) for extract, fault in plan.items()}
        return {extract: "refused" if own.get(self.over.get(extract)) == "refused" else outcome
                for extract, outcome in own.items()}

    def can_meet(self, extract, fault):
        return extract not in self.single or fault not in OF_PAGES

    def faults(self):
        return [fault for fault in FAULTS if fault not in self.without]

    def faults_of_all(self):
        return [fault for fault in OF_ALL if fault not in self.without]
