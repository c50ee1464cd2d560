package handbookschema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket/handbook"
)

// compiled is the schema as a validator understands it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(handbook.Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("handbook.schema.json", doc))
	s, err := c.Compile("handbook.schema.json")
	require.NoError(t, err)
	return s
}

// plain is what an editor makes of a YAML text: maps, lists, texts, numbers, true and false, and no dates.
func plain(t *testing.T, text string) any {
	t.Helper()
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(text), &root))
	return value(t, root.Content[0])
}

func value(t *testing.T, n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return value(t, n.Alias)
	case yaml.MappingNode:
		all := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			if n.Content[i].Value != "<<" {
				all[n.Content[i].Value] = value(t, n.Content[i+1])
				continue
			}
			for name, merged := range value(t, n.Content[i+1]).(map[string]any) {
				if _, own := all[name]; !own {
					all[name] = merged
				}
			}
		}
		return all
	case yaml.SequenceNode:
		all := []any{}
		for _, one := range n.Content {
			all = append(all, value(t, one))
		}
		return all
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		number, err := strconv.ParseFloat(n.Value, 64)
		require.NoError(t, err)
		return number
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

func TestTheHandbooksOfThisRepositoryAreValid(t *testing.T) {
	s := compiled(t)
	files, err := filepath.Glob("../../../examples/*/*.yaml")
	require.NoError(t, err)
	named := 0
	for _, f := range append(files, "../testdata/sound.yaml", "../../testdata/handbook.yaml", "../../report/testdata/handbook.yaml") {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		if strings.HasSuffix(f, "scenario.yaml") {
			continue
		}
		require.NoError(t, s.Validate(plain(t, string(text))), f)
		first, _, _ := strings.Cut(string(text), "\n")
		if where, ok := strings.CutPrefix(first, "# yaml-language-server: $schema="); ok {
			named++
			_, err := os.Stat(filepath.Join(filepath.Dir(f), where))
			require.NoError(t, err, "%s names a schema that is not there", f)
		}
	}
	require.GreaterOrEqual(t, named, 4, "editors find the schema by the first line")
}

func TestWhatAHandbookCannotSayIsRefused(t *testing.T) {
	s := compiled(t)
	sound, err := os.ReadFile("../testdata/sound.yaml")
	require.NoError(t, err)
	for name, c := range map[string]struct{ from, to, at string }{
		"a misspelt field":             {"responsibilities: [product]", "responsibilites: [product]", "responsibilites"},
		"a misspelt block":             {"runbooks:", "runboks:", "runboks"},
		"a word that is none":          {"kind: desk", "kind: desc", "/ladder/tiers/0/kind"},
		"a class that is none":         {"class: new}", "class: fresh}", "/class"},
		"an event that is none":        {"on: offered", "on: offerred", "/notify/0/on"},
		"a duration without unit":      {"accept_within: 30m", "accept_within: 30", "/ladder/edges/0/accept_within"},
		"a duration in days":           {"within: 336h", "within: 14d", "/kinds/0/reopen/within"},
		"hours that are none":          {`mon: ["08:00-18:00"]`, `mon: ["8-18"]`, "/calendars/0/week/mon/0"},
		"a holiday that is no date":    {"date: 12-25", "date: Christmas", "/calendars/0/holidays/0/date"},
		"a text where a number stands": {"rank: 4", "rank: four", "/ladder/tiers/2/rank"},
		"a list that is none":          {"members: [ben, iris]", "members: ben", "/on_call/0/members"},
		"an id that is missing":        {"{id: ada, name: Ada", "{name: Ada", "/engineers/0"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, string(sound), c.from)
			err := s.Validate(plain(t, strings.Replace(string(sound), c.from, c.to, 1)))
			require.ErrorContains(t, err, c.at)
			_, err = handbook.Parse([]byte(strings.Replace(string(sound), c.from, c.to, 1)))
			require.Error(t, err, "the reader refuses it, too")
		})
	}
}

// Every field has a description, but those whose name says all.
func TestTheSchemaSaysWhatFieldsMean(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(handbook.Schema()))
	require.NoError(t, err)
	defs := doc.(map[string]any)["$defs"].(map[string]any)
	require.Greater(t, len(defs), 25)
	for name, def := range defs {
		require.NotEmpty(t, def.(map[string]any)["description"], name)
	}
	edge := defs["tier.Edge"].(map[string]any)["properties"].(map[string]any)
	require.Contains(t, edge["accept_within"].(map[string]any)["description"], "working time of the receiving tier")
}
