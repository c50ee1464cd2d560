package runbook_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/tier"
)

// sound is a definition without faults that uses every field.
func sound() runbook.Runbook {
	return runbook.Runbook{
		ID: "restart-vpn", Title: "Restart the VPN gateway", Owner: "network", Version: 3, ReviewBy: "2027-06-30",
		Kind: runbook.KindRunbook,
		Match: runbook.Criteria{
			Client: []string{"acme"}, ErrorCode: []string{"E1", "E2"}, Fields: map[string][]string{"site": {"berlin"}},
			Service: []string{"vpn"}, Category: []string{"network"}, Kind: []string{"incident"}, Priority: []string{"P1", "P2"},
		},
		Tiers:         []tier.ID{"L2", "L3"},
		Preconditions: []string{"Nobody else works on the gateway."},
		Steps: []runbook.Step{
			{ID: "look", Title: "Look", Kind: runbook.CheckStep, Text: "Open the dashboard.", Expect: "All green.", Evidence: []string{"load"}},
			{ID: "restart", Kind: runbook.ActionStep, Action: "restart", Input: map[string]string{"unit": "vpn"}, Timeout: time.Minute,
				Idempotent: true, Retries: 1},
			{ID: "tell", Kind: runbook.ManualStep, Text: "Tell the users.", Retries: 2},
		},
	}
}

func TestNewReportsWhatIsWrongAndWhere(t *testing.T) {
	long := strings.Repeat("x", runbook.MaxText+1)
	tests := map[string]struct {
		change func(*runbook.Runbook)
		path   string
		says   string
	}{
		"no id":                  {func(r *runbook.Runbook) { r.ID = "" }, "id", "is missing"},
		"an id with a space":     {func(r *runbook.Runbook) { r.ID = "a b" }, "id", "not a name"},
		"an id from a dot":       {func(r *runbook.Runbook) { r.ID = ".a" }, "id", "not a name"},
		"an id too long":         {func(r *runbook.Runbook) { r.ID = strings.Repeat("a", runbook.MaxName+1) }, "id", "not a name"},
		"a blank title":          {func(r *runbook.Runbook) { r.Title = " \t" }, "title", "is missing"},
		"a title not UTF-8":      {func(r *runbook.Runbook) { r.Title = "\xff" }, "title", "UTF-8"},
		"no owner":               {func(r *runbook.Runbook) { r.Owner = "" }, "owner", "is missing"},
		"version 0":              {func(r *runbook.Runbook) { r.Version = 0 }, "version", "count from 1"},
		"no review day":          {func(r *runbook.Runbook) { r.ReviewBy = "" }, "review_by", "is not a day"},
		"a review instant":       {func(r *runbook.Runbook) { r.ReviewBy = "2027-06-30T00:00:00Z" }, "review_by", "is not a day"},
		"a day that is none":     {func(r *runbook.Runbook) { r.ReviewBy = "2027-02-29" }, "review_by", "is not a day"},
		"an unknown kind":        {func(r *runbook.Runbook) { r.Kind = "wiki" }, "kind", "want cookbook or runbook"},
		"no tiers":               {func(r *runbook.Runbook) { r.Tiers = nil }, "tiers", "is empty"},
		"an empty tier":          {func(r *runbook.Runbook) { r.Tiers[1] = "" }, "tiers[1]", "is missing"},
		"a tier twice":           {func(r *runbook.Runbook) { r.Tiers[1] = "L2" }, "tiers[1]", "listed twice"},
		"too many preconditions": {func(r *runbook.Runbook) { r.Preconditions = numbered(runbook.MaxList + 1) }, "preconditions", "at most"},
		"a long precondition":    {func(r *runbook.Runbook) { r.Preconditions[0] = long }, "preconditions[0]", "too long"},
		"an empty criterion":     {func(r *runbook.Runbook) { r.Match.Service = []string{""} }, "match.service[0]", "is missing"},
		"a criterion twice":      {func(r *runbook.Runbook) { r.Match.ErrorCode[1] = "E1" }, "match.error_code[1]", "listed twice"},
		"a bad field name":       {func(r *runbook.Runbook) { r.Match.Fields["a b"] = []string{"x"} }, "match.fields.a b", "not a name"},
		"a field of nothing":     {func(r *runbook.Runbook) { r.Match.Fields["os"] = nil }, "match.fields.os", "is empty"},
		"too many fields":        {func(r *runbook.Runbook) { r.Match.Fields = fields(runbook.MaxFields + 1) }, "match.fields", "at most"},
		"no steps":               {func(r *runbook.Runbook) { r.Steps = nil }, "steps", "is empty"},
		"too many steps":         {func(r *runbook.Runbook) { r.Steps = manuals(runbook.MaxSteps + 1) }, "steps", "at most"},
		"a step without id":      {func(r *runbook.Runbook) { r.Steps[0].ID = "" }, "steps[0].id", "is missing"},
		"a step id twice":        {func(r *runbook.Runbook) { r.Steps[2].ID = "look" }, "steps[2].id", "also the id of steps[0]"},
		"a step without kind":    {func(r *runbook.Runbook) { r.Steps[2].Kind = "" }, "steps[2].kind", "unknown kind"},
		"an unknown step kind":   {func(r *runbook.Runbook) { r.Steps[2].Kind = "shell" }, "steps[2].kind", "unknown kind"},
		"a decision":             {func(r *runbook.Runbook) { r.Steps[2].Kind = "decision" }, "steps[2].kind", "not built yet"},
		"an approval":            {func(r *runbook.Runbook) { r.Steps[2].Kind = "approval" }, "steps[2].kind", "not built yet"},
		"a wait":                 {func(r *runbook.Runbook) { r.Steps[2].Kind = "wait" }, "steps[2].kind", "not built yet"},
		"another runbook":        {func(r *runbook.Runbook) { r.Steps[2].Kind = "runbook" }, "steps[2].kind", "not built yet"},
		"a manual without text":  {func(r *runbook.Runbook) { r.Steps[2].Text = "" }, "steps[2].text", "is missing"},
		"a blank step title":     {func(r *runbook.Runbook) { r.Steps[2].Title = " " }, "steps[2].title", "is missing"},
		"a check without expect": {func(r *runbook.Runbook) { r.Steps[0].Expect = "" }, "steps[0].expect", "is missing"},
		"a manual with expect":   {func(r *runbook.Runbook) { r.Steps[2].Expect = "x" }, "steps[2].expect", "belongs to a check"},
		"an action with expect":  {func(r *runbook.Runbook) { r.Steps[1].Expect = "x" }, "steps[1].expect", "belongs to a check"},
		"an action without name": {func(r *runbook.Runbook) { r.Steps[1].Action = "" }, "steps[1].action", "is missing"},
		"retries below zero":     {func(r *runbook.Runbook) { r.Steps[2].Retries = -1 }, "steps[2].retries", "want 0 to"},
		"too many retries":       {func(r *runbook.Runbook) { r.Steps[2].Retries = runbook.MaxRetries + 1 }, "steps[2].retries", "want 0 to"},
		"an unsafe retry":        {func(r *runbook.Runbook) { r.Steps[1].Idempotent = false }, "steps[1].retries", "idempotent"},
		"a timeout below zero":   {func(r *runbook.Runbook) { r.Steps[1].Timeout = -1 }, "steps[1].timeout", "want 0"},
		"a timeout too long":     {func(r *runbook.Runbook) { r.Steps[1].Timeout = runbook.MaxTimeout + 1 }, "steps[1].timeout", "want 0"},
		"a bad input name":       {func(r *runbook.Runbook) { r.Steps[1].Input["a b"] = "" }, "steps[1].input.a b", "not a name"},
		"an input not UTF-8":     {func(r *runbook.Runbook) { r.Steps[1].Input["unit"] = "\xff" }, "steps[1].input.unit", "UTF-8"},
		"too much input":         {func(r *runbook.Runbook) { r.Steps[1].Input = inputs(runbook.MaxInput + 1) }, "steps[1].input", "at most"},
		"a manual with action":   {func(r *runbook.Runbook) { r.Steps[2].Action = "x" }, "steps[2].action", "belongs to an action"},
		"a check with input":     {func(r *runbook.Runbook) { r.Steps[0].Input = inputs(1) }, "steps[0].input", "belongs to an action"},
		"a manual with timeout":  {func(r *runbook.Runbook) { r.Steps[2].Timeout = 1 }, "steps[2].timeout", "belongs to an action"},
		"a manual idempotent":    {func(r *runbook.Runbook) { r.Steps[2].Idempotent = true }, "steps[2].idempotent", "belongs to an action"},
		"evidence without name":  {func(r *runbook.Runbook) { r.Steps[0].Evidence = []string{""} }, "steps[0].evidence[0]", "is missing"},
		"evidence twice":         {func(r *runbook.Runbook) { r.Steps[0].Evidence = []string{"a", "a"} }, "steps[0].evidence[1]", "listed twice"},
		"too much evidence":      {func(r *runbook.Runbook) { r.Steps[0].Evidence = numbered(runbook.MaxEvidence + 1) }, "steps[0].evidence", "at most"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			def := sound()
			tc.change(&def)
			book, err := runbook.New(def)
			require.Nil(t, book)
			require.ErrorIs(t, err, runbook.ErrInvalid)
			faults := fault.Of(err)
			require.Len(t, faults, 1, "%v", err)
			require.Equal(t, tc.path, faults[0].Path)
			require.Contains(t, faults[0].Problem, tc.says)
		})
	}
}

func numbered(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("n", i)
	}
	return list
}

func inputs(n int) map[string]string {
	m := map[string]string{}
	for _, name := range numbered(n) {
		m[name] = name
	}
	return m
}

func fields(n int) map[string][]string {
	m := map[string][]string{}
	for _, name := range numbered(n) {
		m[name] = []string{name}
	}
	return m
}

func manuals(n int) []runbook.Step {
	steps := make([]runbook.Step, n)
	for i, name := range numbered(n) {
		steps[i] = runbook.Step{ID: name, Kind: runbook.ManualStep, Text: "Do it."}
	}
	return steps
}

func TestNewTakesWhatIsJustWithinTheLimits(t *testing.T) {
	def := sound()
	def.ID = strings.Repeat("a", runbook.MaxName)
	def.Title = strings.Repeat("a", runbook.MaxTitle)
	def.Steps = manuals(runbook.MaxSteps)
	def.Steps[0].Text = strings.Repeat("a", runbook.MaxText)
	def.Steps[0].Retries = runbook.MaxRetries
	def.Steps[0].Evidence = numbered(runbook.MaxEvidence)
	def.Match.Fields = fields(runbook.MaxFields)
	_, err := runbook.New(def)
	require.NoError(t, err)
}

func TestABookSaysWhatItWasMadeOf(t *testing.T) {
	def := sound()
	def.Kind = ""
	book := must(t, def)
	require.Equal(t, runbook.KindRunbook, book.Kind(), "the default")
	require.Equal(t, sound(), book.Definition())
	require.Equal(t, "restart-vpn", book.ID())
	require.Equal(t, "Restart the VPN gateway", book.Title())
	require.Equal(t, "network", book.Owner())
	require.Equal(t, 3, book.Version())
	require.Equal(t, []tier.ID{"L2", "L3"}, book.Tiers())
	require.True(t, book.MayRun("L3"))
	require.False(t, book.MayRun("L1"))
	step, ok := book.Step("restart")
	require.True(t, ok)
	require.Equal(t, sound().Steps[1], step)
	_, ok = book.Step("dance")
	require.False(t, ok)
}

func TestNobodyCanChangeABook(t *testing.T) {
	def := sound()
	book := must(t, def)
	scribble := func(r runbook.Runbook) {
		r.Tiers[0], r.Preconditions[0], r.Match.Service[0], r.Match.Fields["site"][0] = "X", "X", "X", "X"
		r.Match.Fields["more"] = nil
		r.Steps[0].Evidence[0], r.Steps[1].Input["unit"] = "X", "X"
		r.Steps[2].ID = "X"
	}
	scribble(def)
	scribble(book.Definition())
	book.Tiers()[0] = "X"
	step, _ := book.Step("restart")
	step.Input["unit"] = "X"
	next, _ := book.Next(started(t, book))
	next.Evidence[0] = "X"
	book.Match(runbook.Facts{}, "L2").Why[1].Want[0] = "X"
	require.Equal(t, sound(), book.Definition())
}

func TestADefinitionIsTheSameAfterYAMLAndJSON(t *testing.T) {
	text, err := yaml.Marshal(sound())
	require.NoError(t, err)
	var back runbook.Runbook
	require.NoError(t, yaml.Unmarshal(text, &back))
	require.Equal(t, sound(), back)

	text, err = json.Marshal(sound())
	require.NoError(t, err)
	back = runbook.Runbook{}
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, sound(), back)
}

func TestADayInYAMLNeedsNoQuotes(t *testing.T) {
	var def runbook.Runbook
	require.NoError(t, yaml.Unmarshal([]byte("review_by: 2027-06-30\nsteps: [{id: a, kind: action, timeout: 90s}]"), &def))
	require.Equal(t, runbook.Date("2027-06-30"), def.ReviewBy)
	require.Equal(t, 90*time.Second, def.Steps[0].Timeout)
}

func TestAReviewDayIsOverWhenItsLastMinuteIs(t *testing.T) {
	def := sound()
	book := must(t, def) // 2027-06-30
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		return v
	}
	require.False(t, book.Stale(at("2026-12-31T00:00:00Z")))
	require.False(t, book.Stale(at("2027-05-31T00:00:00Z")))
	require.False(t, book.Stale(at("2027-06-30T23:59:59Z")))
	require.True(t, book.Stale(at("2027-07-01T00:00:00Z")))
	require.True(t, book.Stale(at("2028-01-01T00:00:00Z")))
	// The same instant is another day elsewhere, and the location that is passed decides.
	require.True(t, book.Stale(at("2027-07-01T09:00:00+14:00")), "still 30 June in UTC")
	require.False(t, book.Stale(at("2027-07-01T09:00:00+14:00").UTC()))
	require.False(t, runbook.Date("soon").Before(at("2099-01-01T00:00:00Z")))
}

func TestWordsThatAreNoneAreNotValid(t *testing.T) {
	require.True(t, runbook.KindCookbook.Valid() && runbook.KindRunbook.Valid())
	require.False(t, runbook.Kind("").Valid())
	require.True(t, runbook.ManualStep.Valid() && runbook.CheckStep.Valid() && runbook.ActionStep.Valid())
	require.False(t, runbook.StepKind("wait").Valid())
	require.True(t, runbook.RunStarted.Valid() && runbook.RunFinished.Valid())
	states := map[runbook.EventKind]runbook.State{runbook.StepStarted: runbook.Open, runbook.StepDone: runbook.Done,
		runbook.StepFailed: runbook.Failed, runbook.StepNotRun: runbook.NotRun}
	for kind, state := range states {
		require.True(t, kind.Valid() && state.Valid())
		require.Equal(t, state, kind.State())
	}
	require.False(t, runbook.EventKind("paused").Valid())
	require.False(t, runbook.State("").Valid())
	for _, o := range []runbook.Outcome{"resolved", "workaround", "insufficient", "not_applicable", "aborted"} {
		require.True(t, o.Valid(), o)
	}
	require.False(t, runbook.Outcome("").Valid())
	require.False(t, runbook.Date("2027-6-1").Valid())
}

func must(t testing.TB, def runbook.Runbook) *runbook.Book {
	t.Helper()
	book, err := runbook.New(def)
	require.NoError(t, err)
	return book
}

// started is a run of the book by its first tier.
func started(t testing.TB, book *runbook.Book) runbook.Run {
	t.Helper()
	e, err := book.Start(book.Tiers()[0], "ben", nine)
	require.NoError(t, err)
	return runbook.Run{}.Apply(e)
}

func TestAShelfReportsEveryFaultOfEveryBook(t *testing.T) {
	a, b, c := sound(), sound(), sound()
	b.ID, b.Owner, b.Steps[0].Kind = "other", "", "wait"
	_, err := runbook.NewShelf([]runbook.Runbook{a, b, c})
	var paths []string
	for _, f := range fault.Of(err) {
		paths = append(paths, f.Path)
	}
	require.Equal(t, []string{"[1].owner", "[1].steps[0].kind", "[2].id"}, paths)

	_, err = runbook.NewShelf(make([]runbook.Runbook, runbook.MaxBooks+1))
	require.ErrorIs(t, err, runbook.ErrInvalid)
	require.Len(t, fault.Of(err), 1)
}

func TestAShelfFindsItsBooks(t *testing.T) {
	var defs []runbook.Runbook
	for _, id := range []string{"c", "a", "b"} {
		def := sound()
		def.ID = id
		defs = append(defs, def)
	}
	defs[1].ReviewBy = "2026-01-01"
	shelf, err := runbook.NewShelf(defs)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, ids(shelf.Books()))
	require.Equal(t, []string{"a"}, ids(shelf.Stale(nine)))
	shelf.Books()[0] = nil
	for _, id := range []string{"a", "b", "c"} {
		book, ok := shelf.Book(id)
		require.True(t, ok)
		require.Equal(t, id, book.ID())
	}
	_, ok := shelf.Book("bb")
	require.False(t, ok)

	var empty runbook.Shelf
	require.Empty(t, empty.Books())
	require.Empty(t, empty.Match(runbook.Facts{}, "L2"))
	require.NoError(t, empty.Check(nil))
}

func ids(books []*runbook.Book) []string {
	var list []string
	for _, b := range books {
		list = append(list, b.ID())
	}
	return list
}

// fitting are facts that meet all criteria of sound.
func fitting() runbook.Facts {
	return runbook.Facts{Client: "acme", ErrorCode: "E2", Service: "vpn", Category: "network", Kind: "incident", Priority: "P1",
		Fields: map[string]string{"site": "berlin", "floor": "3"}}
}

func TestABookFitsOnlyWhenEveryCriterionIsMet(t *testing.T) {
	book := must(t, sound())
	m := book.Match(fitting(), "L2")
	require.True(t, m.Fits)
	require.Equal(t, 512+256+16+8+4+2+1, m.Score)
	var names []string
	for _, r := range m.Why {
		require.True(t, r.Met)
		names = append(names, r.Criterion)
	}
	require.Equal(t, []string{"tier", "client", "error_code", "fields.site", "service", "category", "kind", "priority"}, names)

	breaks := map[string]func(*runbook.Facts){
		"client":      func(f *runbook.Facts) { f.Client = "globex" },
		"error_code":  func(f *runbook.Facts) { f.ErrorCode = "" },
		"fields.site": func(f *runbook.Facts) { f.Fields = nil },
		"service":     func(f *runbook.Facts) { f.Service = "VPN" },
		"category":    func(f *runbook.Facts) { f.Category = "net" },
		"kind":        func(f *runbook.Facts) { f.Kind = "problem" },
		"priority":    func(f *runbook.Facts) { f.Priority = "P3" },
	}
	for criterion, spoil := range breaks {
		f := fitting()
		spoil(&f)
		m := book.Match(f, "L2")
		require.False(t, m.Fits, criterion)
		for _, r := range m.Why {
			require.Equal(t, r.Criterion != criterion, r.Met, criterion)
		}
	}
	m = book.Match(fitting(), "L1")
	require.False(t, m.Fits)
	require.Equal(t, runbook.Reason{Criterion: "tier", Want: []string{"L2", "L3"}, Got: "L1"}, m.Why[0])
	require.Contains(t, book.Match(runbook.Facts{}, "L2").String(), "client is not known, wants acme")
}

func TestAMatchCanBeShownAsData(t *testing.T) {
	def := sound()
	def.Match = runbook.Criteria{Service: []string{"vpn"}}
	text, err := json.Marshal(must(t, def).Match(fitting(), "L2"))
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"restart-vpn","fits":true,"score":8,"why":[
		{"criterion":"tier","want":["L2","L3"],"got":"L2","met":true,"weight":0},
		{"criterion":"service","want":["vpn"],"got":"vpn","met":true,"weight":8}]}`, string(text))
}

func TestTheMostSpecificBookComesFirst(t *testing.T) {
	many := runbook.Criteria{Fields: fields(runbook.MaxFields), Service: []string{"vpn"}, Category: []string{"network"},
		Kind: []string{"incident"}, Priority: []string{"P1"}}
	order := []runbook.Criteria{ // most specific first
		{Client: []string{"acme"}},
		{ErrorCode: []string{"E2"}},
		many,
		{Fields: map[string][]string{"n0": {"n0"}, "n1": {"n1"}}},
		{Fields: map[string][]string{"n0": {"n0"}}},
		{Service: []string{"vpn"}},
		{Category: []string{"network"}, Kind: []string{"incident"}, Priority: []string{"P1"}},
		{Category: []string{"network"}},
		{Kind: []string{"incident"}},
		{Priority: []string{"P1"}},
		{},
	}
	defs := make([]runbook.Runbook, 0, len(order)+2)
	for i, c := range order {
		def := sound()
		def.ID, def.Match = fmt.Sprintf("z%02d", len(order)-i), c // against the order of ids
		defs = append(defs, def)
	}
	twin, hidden := defs[0], defs[0]
	twin.ID = "z99" // as specific as the first: by id after it
	hidden.ID, hidden.Tiers = "a", []tier.ID{"L4"}
	shelf, err := runbook.NewShelf(append(defs, twin, hidden))
	require.NoError(t, err)
	f := fitting()
	maps.Copy(f.Fields, inputs(runbook.MaxFields))
	matches := shelf.Match(f, "L2")
	var got []string
	for _, m := range matches {
		got = append(got, m.Book.ID())
	}
	require.Equal(t, []string{"z11", "z99", "z10", "z09", "z08", "z07", "z06", "z05", "z04", "z03", "z02", "z01"}, got)
}
