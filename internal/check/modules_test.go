package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// goMods reads modules from the text of their go.mod files.
func goMods(t *testing.T, files tree) []module {
	t.Helper()
	all, err := readModules(write(t, files), files)
	require.NoError(t, err)
	return all
}

const rootMod = "module " + rootModule + "\n"

func nested(dir, rest string) string { return "module " + rootModule + "/" + dir + "\n" + rest }

func TestModulesThatWorkFromABareCloneAreNoFaults(t *testing.T) {
	require.Empty(t, modulesInOrder(goMods(t, tree{
		"go.mod": rootMod + "require github.com/qmuntal/stateless v1.7.2\nrequire github.com/stretchr/testify v1.12.1\nrequire example.com/deep v1.0.0 // indirect\n",
		"ticket/ticketsql/go.mod": nested("ticket/ticketsql", "require (\n"+rootModule+" v0.0.0\nmodernc.org/sqlite v1.40.0\n)\n"+
			"replace "+rootModule+" => ../..\n"),
		"examples/servicedesk/go.mod": nested("examples/servicedesk", "require "+rootModule+" v0.0.0\nrequire "+rootModule+"/ticket/ticketsql v0.0.0\n"+
			"replace (\n"+rootModule+" => ../..\n"+rootModule+"/ticket/ticketsql => ../../ticket/ticketsql\n)\n"),
		"internal/tools/go.mod": nested("internal/tools", "tool example.com/tool\nrequire example.com/tool v1.0.0\n"),
		"x/testdata/m/go.mod":   "module example.com/data\n",
	})))
}

func TestTheRootStaysSmall(t *testing.T) {
	sentences(t, modulesInOrder(goMods(t, tree{
		"go.mod": rootMod + "require modernc.org/sqlite v1.40.0\nreplace example.com/x => ./x\ntool example.com/tool\n",
	})),
		"go.mod: requires modernc.org/sqlite", "go.mod: replaces example.com/x", "go.mod: names the tool example.com/tool")
}

func TestANestedModuleTakesOurModulesFromTheirFolders(t *testing.T) {
	dir, file := "ticket/ticketsql", "ticket/ticketsql/go.mod"
	for name, c := range map[string]struct{ mod, piece string }{
		"no replace":       {nested(dir, "require "+rootModule+" v0.0.0\n"), "needs the line: replace " + rootModule + " => ../.."},
		"wrong folder":     {nested(dir, "require "+rootModule+" v0.0.0\nreplace "+rootModule+" => ../\n"), "needs the line: replace " + rootModule + " => ../.."},
		"no root at all":   {nested(dir, ""), "does not require " + rootModule},
		"another name":     {"module example.com/sql\nrequire " + rootModule + " v0.0.0\nreplace " + rootModule + " => ../..\n", "its folder says " + rootModule + "/ticket/ticketsql"},
		"a foreign module": {nested(dir, "require "+rootModule+" v0.0.0\nreplace "+rootModule+" => ../..\nreplace example.com/x => ../x\n"), "replaces example.com/x"},
	} {
		t.Run(name, func(t *testing.T) {
			sentences(t, modulesInOrder(goMods(t, tree{"go.mod": rootMod, file: c.mod})), file+": ")
			require.Contains(t, modulesInOrder(goMods(t, tree{"go.mod": rootMod, file: c.mod}))[0], c.piece)
		})
	}
}

func TestTheWayBetweenTwoFolders(t *testing.T) {
	require.Equal(t, "../..", relative("ticket/ticketsql", "."))
	require.Equal(t, "../../ticket/ticketsql", relative("examples/servicedesk", "ticket/ticketsql"))
	require.Equal(t, "./sub", relative("a", "a/sub"))
}

// graph makes packages out of names and what they import: "@tier" is ours, "!example.com/x" a module of its own, and
// anything else is of the standard library.
func graph(lines map[string][]string) map[string]pkg {
	all := map[string]pkg{}
	add := func(name string) string {
		p := pkg{ImportPath: name}
		switch name[0] {
		case '@':
			p.ImportPath = rootModule + "/" + name[1:]
			p.Module = &struct {
				Path string
				Main bool
			}{rootModule, true}
		case '!':
			p.ImportPath = name[1:]
			p.Module = &struct {
				Path string
				Main bool
			}{name[1:], false}
		default:
			p.Standard = true
		}
		if _, known := all[p.ImportPath]; !known {
			all[p.ImportPath] = p
		}
		return p.ImportPath
	}
	for name, imported := range lines {
		id := add(name)
		p := all[id]
		for _, i := range imported {
			p.Imports = append(p.Imports, add(i))
		}
		all[id] = p
	}
	return all
}

func TestPartsStandOnTheirFoundationsOnly(t *testing.T) {
	require.Empty(t, imports(graph(map[string][]string{
		"@tier": {"time", "@internal/fault"}, "@sla": {"@internal/fault"}, "@escalation": {"@tier", "@sla"}, "@runbook": {"@tier"},
		"@ticket": {"@tier", "@sla", "@escalation", "@runbook"}, "@ticket/ticketmem": {"@ticket"}, "@examples/x": {"@ticket"},
	}), true))
	for _, c := range [][2]string{
		{"tier", "sla"},
		{"tier", "escalation"},
		{"tier", "runbook"},
		{"tier", "ticket"},
		{"sla", "tier"},
		{"sla", "ticket"},
		{"escalation", "runbook"},
		{"escalation", "ticket"},
		{"runbook", "sla"},
		{"runbook", "ticket"},
		{"internal/x", "ticket"},
		{"ticket", "examples/x"},
		{"sla/slabench", "ticket/ticketsql"},
	} {
		from, to := c[0], c[1]
		sentences(t, imports(graph(map[string][]string{"@" + from: {"@" + to}}), true),
			rootModule+"/"+from+": "+partOf(rootModule+"/"+from)+" may not import "+partOf(rootModule+"/"+to))
	}
}

func TestADetourIsFoundAndShown(t *testing.T) {
	sentences(t, imports(graph(map[string][]string{"@sla": {"@internal/x"}, "@internal/x": {"@tier"}}), true),
		"sla may not import tier ("+rootModule+"/sla → "+rootModule+"/internal/x → "+rootModule+"/tier)")
}

func TestOneForbiddenPartIsOneFault(t *testing.T) {
	sentences(t, imports(graph(map[string][]string{"@sla": {"@tier", "@tier/x"}}), true),
		"sla may not import tier ("+rootModule+"/sla → "+rootModule+"/tier)")
}

func TestTheRootLinksThreeModulesAndNoOther(t *testing.T) {
	packages := func() map[string]pkg {
		return graph(map[string][]string{
			"@ticket":            {"!github.com/qmuntal/stateless", "!github.com/robfig/cron/v3", "!go.yaml.in/yaml/v3", "@ticket/sql"},
			"@ticket/sql":        {"!modernc.org/sqlite", "database/sql"},
			"@ticket/tickettest": {"!github.com/stretchr/testify"},
			"@tier":              {"!github.com/stretchr/testify"},
			"@sla":               {"!golang.org/x/exp"},
		})
	}
	sentences(t, imports(packages(), true),
		"/sla: brings in golang.org/x/exp", "/ticket: brings in modernc.org/sqlite", "/ticket/sql: brings in modernc.org/sqlite", "/tier: brings in github.com/stretchr/testify")
	require.Empty(t, imports(packages(), false), "a nested module may bring in what it wants")
}

func TestPackagesAreListedWithWhatTheyImport(t *testing.T) {
	root := write(t, tree{
		"go.mod":        rootMod + "\ngo 1.26.0\n",
		"sla/a.go":      "package sla\n\nimport _ \"" + rootModule + "/tier\"\n",
		"tier/t.go":     "package tier\n\nimport _ \"time\"\n",
		"sla/a_test.go": "package sla\n\nimport _ \"" + rootModule + "/nowhere\"\n",
	})
	packages, err := listPackages(root, ".")
	require.NoError(t, err)
	require.True(t, packages["time"].Standard)
	sentences(t, imports(packages, true), "sla may not import tier")
}
