package timeline

import (
	"iter"
	"maps"

	"github.com/fourline-go/fourline/ticket"
)

// Told gives the types of events that have a sentence.
func Told() iter.Seq[ticket.EventType] { return maps.Keys(sentences) }
