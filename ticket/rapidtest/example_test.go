package rapidtest_test

import (
	"fmt"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/rapidtest"
)

// The same seed draws the same. In a test, draw from the *rapid.T of rapid.Check.
func ExampleActor() {
	book, _ := ticket.NewHandbook(ticket.Definition{Name: "small", Version: 1})
	by := rapidtest.Actor(book, rapidtest.Client(book).Example(1)).Example(1)
	fmt.Println(by.Client, by.Kind.Valid())
	// Output: acme true
}
