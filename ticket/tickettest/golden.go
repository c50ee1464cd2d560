package tickettest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Golden compares text with a file, and shows the first line that differs. With update it writes the file instead:
//
//	var update = flag.Bool("update", false, "write the golden files")
//	…
//	tickettest.Golden(t, "testdata/printer.golden", line.String(), *update)
func Golden(t testing.TB, file, got string, update bool) {
	t.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("tickettest: %v (there is a flag to write it)", err)
	}
	want := string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))) // as git may have checked it out
	if got == want {
		return
	}
	is, was := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := 0; ; i++ {
		if line(is, i) != line(was, i) || i >= max(len(is), len(was)) {
			t.Errorf("%s:%d differs\nwant %s\ngot  %s\nall that was got:\n%s", file, i+1, line(was, i), line(is, i), got)
			return
		}
	}
}

func line(all []string, i int) string {
	if i >= len(all) {
		return "(nothing)"
	}
	return all[i]
}
