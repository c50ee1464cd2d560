package handbook

// A sentence says what a change of one place means. {1}, {2} are the names in its path, {was} and {is} the values. zero what
// a value means that is left out. "" is said of the place as of any other.
type sentence struct{ changed, came, left, filled, emptied, zero string }

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

		"calendars[]":                   {came: "there is a new calendar {1}", left: "there is no calendar {1} any more"},
		"calendars[].zone":              {changed: "{1} hours are now those of {is}, were of {was}"},
		"calendars[].openings[]":        {came: "in {1} hours, {2} is open otherwise now: {is}", left: "in {1} hours, {2} is as any such day again: no longer {was}"},
		"calendars[].holidays[]":        {came: "{2} is now a holiday in {1} hours: {is}", left: "{2} is no holiday in {1} hours any more: {was}"},
		"calendars[].holidays[].date":   {changed: "in {1} hours, {2} is now on {is}, was on {was}"},
		"calendars[].holidays[].until":  {changed: "in {1} hours, {2} now lasts until {is}, was until {was}", zero: "the same day"},
		"calendars[].holidays[].closed": {came: "in {1} hours, {2} is now closed {is}", left: "in {1} hours, {2} is no longer closed {was}"},
		"calendars[].breaks[]":          {came: "{1} hours have a break now: {is}", left: "{1} hours have no break any more: {was}"},

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

		"on_call[]":                    {came: "there is a new on-call schedule {1}", left: "there is no on-call schedule {1} any more"},
		"on_call[].members":            {came: "{is} now takes a turn in {1}", left: "{was} no longer takes a turn in {1}"},
		"on_call[].overrides[]":        {came: "in {1}, somebody stands in: {is}", left: "in {1}, nobody stands in any more: {was}"},
		"on_call[].overrides[].member": {changed: "in {1}, {is} stands in from {2} on, was {was}"},
		"on_call[].hand_over":          {changed: "turns of {1} now end at {is}, was {was}"},

		"runbooks[]":              {came: "there is a new runbook {1}", left: "there is no runbook {1} any more"},
		"runbooks[].version":      {changed: "the runbook {1} is version {is}, was {was}"},
		"runbooks[].owner":        {changed: "{is} now keeps the runbook {1} right, was {was}"},
		"runbooks[].review_by":    {changed: "the runbook {1} is to be read again by {is}, was {was}"},
		"runbooks[].tiers":        {came: "{is} may now run the runbook {1}", left: "{was} may no longer run the runbook {1}"},
		"runbooks[].steps[].text": {changed: "the runbook {1}: step {2} now says “{is}”, was “{was}”"},
		"runbooks[].steps[]":      {came: "the runbook {1} has a new step {2}", left: "the runbook {1} has no step {2} any more"},

		"engineers[]":         {came: "{1} works here now", left: "{1} does not work here any more"},
		"engineers[].tiers":   {came: "{1} now works at {is}", left: "{1} no longer works at {was}"},
		"engineers[].groups":  {came: "{1} now belongs to {is}", left: "{1} no longer belongs to {was}"},
		"engineers[].manager": {changed: "that {1} is a manager: {is}, was {was}"},
		"engineers[].hours":   {changed: "{1} now works in {is} hours, was {was}"},

		"engineers[].capacity":  {changed: "{1} is given work while having fewer than {is} open tickets, was {was}", zero: "any number of"},
		"engineers[].weight":    {changed: "the share of {1} in the work is {is}, was {was}", zero: "1"},
		"engineers[].years":     {changed: "{1} has {is} years in the trade, was {was}", zero: "an unknown number of"},
		"engineers[].languages": {came: "{1} now speaks {is}", left: "{1} no longer speaks {was}"},

		"needs[]":           {came: "tickets ({1}) now ask something of whoever works on them: {is}", left: "tickets ({1}) no longer ask of whoever works on them: {was}"},
		"needs[].years":     {changed: "tickets ({1}) now ask for {is} years in the trade, was {was}", zero: "any number of"},
		"needs[].languages": {came: "tickets ({1}) now also go to who speaks {is}", left: "tickets ({1}) no longer go to who only speaks {was}"},

		"ping_pong": {changed: "a ticket that goes back and forth is now an event from return {is} on, was {was}", zero: "3"},

		"groups[]":      {came: "there is a new group {1}", left: "there is no group {1} any more"},
		"groups[].tier": {changed: "the group {1} now works at {is}, was at {was}"},

		"fields[]":     {came: "tickets now have a field {1}", left: "tickets have no field {1} any more"},
		"fields[].can": {changed: "to set {1} now takes the capability {is}, was {was}"},

		"fields[].public":   {changed: "that requesters see {1}: {is}, was {was}"},
		"fields[].required": {changed: "that {1} is asked for when a ticket is opened: {is}, was {was}"},
		"fields[].pattern":  {changed: "{1} must now look like {is}, was {was}", zero: "anything"},
		"fields[].default":  {changed: "a ticket that says nothing of {1} now has {is}, was {was}", zero: "none"},
		"fields[].min":      {changed: "{1} is now at least {is}, was {was}", zero: "any"},
		"fields[].max":      {changed: "{1} is now at most {is}, was {was}", zero: "any"},
		"fields[].of":       {came: "{1} can now be {is}", left: "{1} can no longer be {was}"},

		"kind_changes[]":          {came: "tickets can now change their kind from {1}", left: "tickets can no longer change their kind from {1}"},
		"kind_changes[].states[]": {changed: "a ticket that changes its kind from {1} in {2} goes on in {is}, was {was}"},

		"alarms[]":                 {came: "there is a new rule for alarms ({1}): {is}", left: "there is no rule of its own for alarms ({1}) any more: {was}"},
		"alarms[].window":          {changed: "alarms ({1}): repetitions within {is} are counted as one, was {was}", zero: "no time"},
		"alarms[].reopen":          {changed: "alarms ({1}): a ticket resolved at most {is} ago is taken up again, was {was}", zero: "no time"},
		"alarms[].flapping.times":  {changed: "alarms ({1}): one that comes and goes {is} times is flapping, was {was}", zero: "never so many"},
		"alarms[].flapping.within": {changed: "alarms ({1}): flapping is what comes and goes within {is}, was {was}", zero: "no time"},
		"alarms[].flapping.quiet":  {changed: "alarms ({1}): one that was flapping is believed after {is}, was {was}", zero: "no time"},
		"alarms[].storm.children":  {changed: "alarms ({1}): {is} open tickets about one source are a storm, was {was}", zero: "any number of"},
		"alarms[].storm.within":    {changed: "alarms ({1}): a storm is what comes within {is}, was {was}", zero: "no time"},

		"links[]": {came: "something new travels along links ({1}): {is}", left: "something travels along links ({1}) no longer: {was}"},

		"mail.tag": {changed: "mails are told apart by {is} in the subject, was {was}"},

		"major.propose[]":          {came: "a ticket is now proposed as a major incident when {1}: {is}", left: "a ticket is no longer proposed as a major incident when {1}: {was}"},
		"major.propose[].children": {changed: "a major incident is proposed, for {1}, from {is} children on, was {was}", zero: "any number of"},
		"major.propose[].alarms":   {changed: "a major incident is proposed, for {1}, from {is} alarms on, was {was}", zero: "any number of"},
		"major.updates[]":          {came: "updates on major incidents ({1}) are now due: {is}", left: "updates on major incidents ({1}) are no longer due: {was}"},
		"major.updates[].every":    {changed: "updates on major incidents ({1}) are now due every {is}, was {was}"},
		"major.updates[].to":       {came: "that an update ({1}) is due is now told to the {is}", left: "that an update ({1}) is due is no longer told to the {was}"},
		"major.room":               {changed: "those who work on a major incident now meet at: {is}, was: {was}"},

		"satisfaction.scale":  {changed: "the best rating is now {is}, was {was}", zero: "5"},
		"satisfaction.within": {changed: "requesters may now rate for {is} after the resolution, was {was}", zero: "336h"},
		"satisfaction.once":   {changed: "that a rating cannot be changed: {is}, was {was}"},

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
