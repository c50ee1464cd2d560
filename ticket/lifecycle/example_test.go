package lifecycle_test

import (
	"context"
	"fmt"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

func ExampleLifecycle_Fire() {
	cycle, err := lifecycle.Compile(lifecycle.Incident())
	if err != nil {
		panic(err)
	}
	facts := lifecycle.Facts{
		Actor: lifecycle.Engineer,
		Can:   func(c tier.Capability) bool { return tier.Default().Can("L1", c) },
	}
	step, err := cycle.Fire(context.Background(), "new", "start", facts)
	fmt.Println(step.To, step.Class, err)

	_, err = cycle.Fire(context.Background(), "in_progress", "resolve", facts)
	fmt.Println(err)
	// Output:
	// in_progress active <nil>
	// cannot resolve in in_progress: missing: resolution, resolution_note; from here: hold, resolve, clear, cancel
}
