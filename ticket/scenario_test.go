package ticket_test

import (
	"testing"

	"github.com/fourline-go/fourline/ticket/scenario/scenariotest"
)

// Stories of the handbook in testdata: what people and time make of tickets, seen from outside.
func TestScenarios(t *testing.T) {
	scenariotest.Run(t, "testdata/scenarios/*.yaml", nil)
}
