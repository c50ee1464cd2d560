// Command check holds this repository against the rules of its house, the ones that a compiler does not know: what stands
// where, who may import whom, what every module's go.mod says, that exported names are documented, that nothing reads the
// clock behind the caller's back. Run it at the root:
//
//	go run ./internal/check
//
// It prints one sentence for every fault, in the same order each time, and ends with status 1 when there is one. A rule
// is a function from what was read to sentences; each stands in the file named for it and has a test that breaks it.
package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	faults, err := check(".", shells())
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(2)
	}
	for _, fault := range faults {
		fmt.Println(fault)
	}
	if len(faults) > 0 {
		fmt.Fprintf(os.Stderr, "check: %d against the rules of the house (CONTRIBUTING.md names them)\n", len(faults))
		os.Exit(1)
	}
	fmt.Println("check: the house is in order")
}

// check reads the repository at root and applies every rule; the files of mayReadClock may read it, each for its reason. The
// error says that the repository could not be read, not that it is wrong.
func check(root string, mayReadClock map[string]string) ([]string, error) {
	files, err := readTree(root)
	if err != nil {
		return nil, err
	}
	modules, err := readModules(root, files)
	if err != nil {
		return nil, err
	}
	sources, faults := parse(files)
	faults = slices.Concat(faults,
		layout(files), lengths(files), formatted(files), places(files), actions(files),
		documented(sources), clockless(sources, mayReadClock), modulesInOrder(modules))
	for _, m := range modules {
		packages, err := listPackages(root, m.Dir)
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		faults = append(faults, imports(packages, m.Dir == ".")...)
	}
	return faults, nil
}
