package main

import (
	"context"
	"fmt"

	"github.com/fourline-go/fourline/runbook"
)

// actions are the functions of this program that runbooks call by name. A real host would talk to its machines here; in.Key names
// the call for them and is the same over all attempts.
func actions() runbook.Actions {
	return runbook.Actions{
		"restart-service": func(_ context.Context, in runbook.Input) (runbook.Output, error) {
			service := in.Values["service"]
			if service == "" {
				return runbook.Output{}, fmt.Errorf("which service? the step's input has none")
			}
			return runbook.Output{
				Evidence: map[string]string{"service": service, "state": "running since " + in.Facts["time"]},
				Note:     "restarted",
			}, nil
		},
	}
}
