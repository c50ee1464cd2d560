package handbook_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

// A spoiler changes one place of a definition, found by reflection: the nth there is.
type spoiler struct {
	left int    // places to pass by before
	done string // where, once it is done
}

// spoil changes the nth place and says where that was, "" when there are not so many.
func spoil(d *ticket.Definition, n int) string {
	s := &spoiler{left: n}
	s.walk(reflect.ValueOf(d).Elem(), "")
	return s.done
}

// here reports whether this is the place.
func (s *spoiler) here(path string) bool {
	if s.done != "" {
		return false
	}
	if s.left--; s.left == -1 {
		s.done = path
		return true
	}
	return false
}

func (s *spoiler) walk(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		if s.here(path) {
			v.SetString(v.String() + "x")
		}
	case reflect.Bool:
		if s.here(path) {
			v.SetBool(!v.Bool())
		}
	case reflect.Int, reflect.Int64:
		if s.here(path) {
			v.SetInt(v.Int() + 60_000_000_000)
		}
	case reflect.Float64:
		if s.here(path) {
			v.SetFloat(v.Float() + 1)
		}
	case reflect.Pointer:
		if v.IsNil() {
			if s.here(path + " set") {
				v.Set(reflect.New(v.Type().Elem()))
			}
			return
		}
		s.walk(v.Elem(), path)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				s.walk(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		}
	case reflect.Slice:
		s.list(v, path)
	case reflect.Map:
		s.entry(v, path)
	default:
		panic("no idea how to change " + path + ", a " + v.Kind().String())
	}
}

// list puts an entry in, takes one out, puts the first one last, or changes one.
func (s *spoiler) list(v reflect.Value, path string) {
	n := v.Len()
	if s.here(path + " longer") {
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	}
	if n > 0 && s.here(path+" shorter") {
		v.Set(v.Slice(0, n-1))
	}
	if s.done != "" {
		return
	}
	if n > 1 && !reflect.DeepEqual(v.Index(0).Interface(), v.Index(n-1).Interface()) && s.here(path+" turned") {
		first := reflect.New(v.Type().Elem()).Elem()
		first.Set(v.Index(0))
		v.Index(0).Set(v.Index(n - 1))
		v.Index(n - 1).Set(first)
	}
	for i := range n {
		s.walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (s *spoiler) entry(v reflect.Value, path string) {
	if s.here(path + " entry") {
		more := reflect.MakeMap(v.Type())
		for key, value := range v.Seq2() {
			more.SetMapIndex(key, value)
		}
		more.SetMapIndex(reflect.ValueOf("one more").Convert(v.Type().Key()), reflect.Zero(v.Type().Elem()))
		v.Set(more)
	}
}

// fill writes something into every field, and two entries into every list.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("w%d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n) // the other stays empty, or there would be thousands of places
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, n)
		v.SetMapIndex(reflect.ValueOf("k").Convert(v.Type().Key()), value)
	}
}

// Whatever field is changed in a definition that has all of them, also one that nobody has thought of here yet, it shows.
func TestDiffSeesEveryFieldThereIs(t *testing.T) {
	full := func() ticket.Definition {
		var d ticket.Definition
		n := 0
		fill(reflect.ValueOf(&d).Elem(), &n)
		return d
	}
	was := full()
	require.Empty(t, handbook.Leaves(was, full()))
	places := 0
	for {
		d := full()
		where := spoil(&d, places)
		if where == "" {
			break
		}
		places++
		require.NotEmpty(t, handbook.Leaves(was, d), where)
		require.NotEmpty(t, handbook.Leaves(d, was), where)
	}
	require.Greater(t, places, 400)
}

// Nothing that makes another handbook of a sound one is silent.
func TestDiffIsNeverSilent(t *testing.T) {
	was, err := ticket.NewHandbook(sound(t))
	require.NoError(t, err)
	again, err := ticket.NewHandbook(sound(t))
	require.NoError(t, err)
	require.Empty(t, handbook.Diff(was, again))
	compared := 0
	for place := 0; ; place++ {
		d := was.Definition()
		where := spoil(&d, place)
		if where == "" {
			break
		}
		is, err := ticket.NewHandbook(d)
		if err != nil {
			continue
		}
		compared++
		changes := handbook.Diff(was, is)
		if place%2 == 0 {
			changes = handbook.Diff(is, was)
		}
		require.NotEmpty(t, changes, where)
		for _, c := range changes {
			require.NotEmpty(t, c.Text, where)
			require.NotContains(t, c.Text, "{1}", where)
			require.NotEqual(t, c.Was, c.Is, "%s: %s", where, c.Text)
		}
	}
	require.Greater(t, compared, 100)
	t.Logf("%d places", compared)
}

// What is left to a default and what is written out act the same, and are told apart all the same.
func TestDiffTellsWhatIsLeftToADefault(t *testing.T) {
	small, err := ticket.NewHandbook(ticket.Definition{Name: "small", Version: 1})
	require.NoError(t, err)
	ladder := small.Ladder().Definition()
	out, err := ticket.NewHandbook(ticket.Definition{Name: "small", Version: 1, Ladder: &ladder})
	require.NoError(t, err)
	changes := handbook.Diff(small, out)
	require.Len(t, changes, 1)
	require.Equal(t, "ladder", changes[0].Path)
	require.Empty(t, handbook.Diff(out, out))
}

func BenchmarkDiff(b *testing.B) {
	was, err := handbook.Load("../../examples/servicedesk/handbook.yaml")
	require.NoError(b, err)
	d := was.Definition()
	d.Version, d.Agreements[0].Targets[0].Within = 2, 0
	is, err := ticket.NewHandbook(d)
	require.NoError(b, err)
	for b.Loop() {
		handbook.Diff(was, is)
	}
}
