package ticket

import "slices"

// probeLinks is about other tickets. What stands for one that a command would name is a new one of a kind that suits.
func (w *work) probeLinks() []probe {
	w.others = map[string]Ticket{}
	for _, kind := range w.h.Kinds() {
		w.others[word+kind] = Ticket{ID: word + kind, Kind: kind, Version: 1}
	}
	var all []probe
	for _, link := range LinkKinds() {
		suits := func(kind string) bool { return link.joins(w.t.Kind, kind) }
		if i := slices.IndexFunc(w.h.Kinds(), suits); i >= 0 {
			all = append(all, probed("link_to", string(link), LinkTo{Kind: link, To: word + w.h.Kinds()[i]}, "to"))
		}
	}
	for _, l := range w.t.Links {
		w.others[l.To] = Ticket{ID: l.To}
		all = append(all, probed("unlink", string(l.Kind)+" "+l.To, Unlink{Kind: l.Kind, To: l.To}))
	}
	merge := probed("merge", "", Merge{Into: word + w.t.Kind}, "into")
	merge.fill = func(s Set) Action { return Merge{Into: word + w.t.Kind, Set: s} }
	split := probed("split", "", Split{Set: Set{FieldSubject: word}}, string(FieldSubject))
	split.fill = func(s Set) Action {
		s[FieldSubject] = word
		return Split{Set: s}
	}
	return append(all, merge, split)
}
