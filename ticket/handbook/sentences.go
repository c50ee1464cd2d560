package handbook

// A sentence says what a change of one place means. {1}, {2} are the names in its path, {was} and {is} the values. "" is said of the
// place as of any other.
type sentence struct{ changed, came, left, filled, emptied string }

// sentences has those places that people ask about, by their path without names.
var sentences = func() map[string]sentence {
	all := map[string]sentence{
		"name":    {changed: "the handbook is called {is}, was {was}"},
		"version": {changed: "the handbook is version {is}, was {was}"},

		"kinds[]": {came: "tickets can now be of the kind {1}", left: "tickets can no longer be of the kind {1}"},

		"priorities.impacts":   {came: "there is a new impact {is}", left: "there is no impact {was} any more"},
		"priorities.urgencies": {came: "there is a new urgency {is}", left: "there is no urgency {was} any more"},

		"clients[]":      {came: "{1} is a new client", left: "{1} is no client any more"},
		"clients[].name": {changed: "the client {1} is called {is}, was {was}"},
		"clients[].channels": {
			came: "{1} may now come by {is}", left: "{1} may no longer come by {was}",
			filled: "{1} may now come by {is} only", emptied: "{1} may now come by any channel, not only by {was}",
		},

		"calendars[]":            {came: "there is a new calendar {1}", left: "there is no calendar {1} any more"},
		"calendars[].zone":       {changed: "{1} hours are now those of {is}, were of {was}"},
		"calendars[].openings[]": {came: "in {1} hours, {2} is open otherwise now: {is}", left: "in {1} hours, {2} is as any such day again: no longer {was}"},
		"calendars[].holidays[]": {came: "{2} is now a holiday in {1} hours: {is}", left: "{2} is no holiday in {1} hours any more: {was}"},
		"calendars[].breaks[]":   {came: "{1} hours have a break now: {is}", left: "{1} hours have no break any more: {was}"},

		"metrics[]": {came: "there is a new metric {1}", left: "there is no metric {1} of the house's own any more"},

		"agreements[]":                {came: "there is a new agreement {1}", left: "there is no agreement {1} any more"},
		"agreements[].version":        {changed: "the agreement {1} is version {is}, was {was}"},
		"agreements[].targets[]":      {came: "{1} now has a target for {2}: {is}", left: "{1} has no target for {2} any more"},
		"agreements[].targets[].warn": {came: "{1} now warns at {is} % of the time to {2}", left: "{1} no longer warns at {was} % of the time to {2}"},

		"policies[]":                 {came: "there is a new policy {1}", left: "there is no policy {1} any more"},
		"policies[].version":         {changed: "the policy {1} is version {is}, was {was}"},
		"policies[].trigger.share":   {changed: "{1} now begins at {is} % of the time, was {was} %"},
		"policies[].steps[]":         {came: "{1} has a new step {2}: {is}", left: "{1} has no step {2} any more"},
		"policies[].steps[].after":   {changed: "{1}: {2} now comes after {is}, was {was}"},
		"policies[].steps[].targets": {came: "{1}: {2} now tells the {is}", left: "{1}: {2} no longer tells the {was}"},
		"policies[].steps[].fallback": {
			came: "{1}: {2} now tells the {is} where nobody is there", left: "{1}: {2} no longer tells the {was} where nobody is there",
		},
		"policies[].repeat": {changed: "{1} is now repeated {is} times, was {was}"},

		"on_call[]":           {came: "there is a new on-call schedule {1}", left: "there is no on-call schedule {1} any more"},
		"on_call[].members":   {came: "{is} now takes a turn in {1}", left: "{was} no longer takes a turn in {1}"},
		"on_call[].hand_over": {changed: "turns of {1} now end at {is}, was {was}"},

		"runbooks[]":           {came: "there is a new runbook {1}", left: "there is no runbook {1} any more"},
		"runbooks[].version":   {changed: "the runbook {1} is version {is}, was {was}"},
		"runbooks[].owner":     {changed: "{is} now keeps the runbook {1} right, was {was}"},
		"runbooks[].review_by": {changed: "the runbook {1} is to be read again by {is}, was {was}"},
		"runbooks[].tiers":     {came: "{is} may now run the runbook {1}", left: "{was} may no longer run the runbook {1}"},
		"runbooks[].steps[]":   {came: "the runbook {1} has a new step {2}", left: "the runbook {1} has no step {2} any more"},

		"engineers[]":         {came: "{1} works here now", left: "{1} does not work here any more"},
		"engineers[].tiers":   {came: "{1} now works at {is}", left: "{1} no longer works at {was}"},
		"engineers[].groups":  {came: "{1} now belongs to {is}", left: "{1} no longer belongs to {was}"},
		"engineers[].manager": {changed: "that {1} is a manager: {is}, was {was}"},
		"engineers[].hours":   {changed: "{1} now works in {is} hours, was {was}"},

		"groups[]":      {came: "there is a new group {1}", left: "there is no group {1} any more"},
		"groups[].tier": {changed: "the group {1} now works at {is}, was at {was}"},

		"fields[]":     {came: "tickets now have a field {1}", left: "tickets have no field {1} any more"},
		"fields[].can": {changed: "to set {1} now takes the capability {is}, was {was}"},

		"notify[]":    {came: "people are now told when a ticket is {1}: {is}", left: "nobody is told any more when a ticket is {1}: {was}"},
		"notify[].to": {came: "when a ticket is {1}, the {is} is now told", left: "when a ticket is {1}, the {was} is no longer told"},

		"meant[]": {came: "the finding {1} is now said to be meant", left: "the finding {1} is no longer said to be meant"},
	}
	for short, day := range map[string]string{
		"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
	} {
		all["calendars[].week."+short] = sentence{came: "{1} hours are now open on " + day + " {is}", left: "{1} hours are no longer open on " + day + " {was}"}
	}
	for what, name := range map[string]string{"agreements": "the agreement", "policies": "the policy", "runbooks": "the runbook"} {
		for _, fact := range []string{"client", "service", "category", "kind", "priority", "tier"} {
			all[what+"[].match."+fact] = sentence{
				came: name + " {1} is now for the " + fact + " {is}", left: name + " {1} is no longer for the " + fact + " {was}",
				filled: name + " {1} is now for the " + fact + " {is} only", emptied: name + " {1} is now for any " + fact + ", not only for {was}",
			}
		}
	}
	return all
}()
