s/, hmac = "pepper" }$/ }/
s/^shown = "shown"/shown = { get = "shown", mask = "last4" }/
s/^shown = { type = "text" }/shown = { type = "text", values = ["yes", "no"] }/
