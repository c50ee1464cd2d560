package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// TaskState is how far a task is.
type TaskState string

// The states of a task.
const (
	TaskOpen    TaskState = "open"
	TaskDone    TaskState = "done"
	TaskSkipped TaskState = "skipped" // it was not done, and Why says why
)

// TaskStates lists them.
func TaskStates() []TaskState { return []TaskState{TaskOpen, TaskDone, TaskSkipped} }

// Valid reports whether s is one of [TaskStates].
func (s TaskState) Valid() bool { return slices.Contains(TaskStates(), s) }

// A Task is a piece of the work on a ticket. No task holds a ticket up by itself: the guard "tasks_done" does, where a lifecycle has it.
type Task struct {
	ID    int       `json:"id"` // 1, 2, 3 … in the order they were added
	Title string    `json:"title"`
	For   Doer      `json:"for,omitzero"`
	Due   time.Time `json:"due,omitzero"`
	Late  bool      `json:"late,omitempty"` // it was open when it was due
	State TaskState `json:"state"`
	Ended time.Time `json:"ended,omitzero"` // when it was done or skipped
	By    Actor     `json:"by,omitzero"`    // who ended it
	Why   string    `json:"why,omitempty"`
}

// A Doer is who does a task. The zero Doer is whoever works on the ticket.
type Doer struct {
	Tier     tier.ID `json:"tier,omitempty"`
	Group    string  `json:"group,omitempty"`
	Engineer string  `json:"engineer,omitempty"`
}

func (a AddTask) decide(w *work) error {
	if err := w.open(); err != nil {
		return err
	}
	if err := w.must(tier.Work); err != nil {
		return err
	}
	if strings.TrimSpace(a.Title) == "" {
		return w.says("a task", "title", "")
	}
	if err := w.checkText("the title", a.Title, MaxName); err != nil {
		return err
	}
	if len(w.t.Tasks) >= MaxTasks {
		return w.refuse("limit", "the ticket has %d tasks; at most %d are allowed", len(w.t.Tasks), MaxTasks)
	}
	if err := w.checkDoer(a.For); err != nil {
		return err
	}
	task := Task{ID: len(w.t.Tasks) + 1, Title: a.Title, For: a.For, State: TaskOpen}
	if !a.Due.IsZero() {
		task.Due = instant(a.Due)
	}
	w.emit(Event{Type: AddedTask, Task: &task})
	return nil
}

func (a AssignTask) decide(w *work) error {
	task, err := w.task(a.Task)
	if err != nil {
		return err
	}
	own := w.by.Kind == Engineer && a.For.Engineer == w.by.ID && (a.For.Tier == "" || a.For.Tier == w.by.Tier) // taking it
	if !own {
		if err := w.must(tier.Route); err != nil {
			return err
		}
	}
	if err := w.checkDoer(a.For); err != nil {
		return err
	}
	if task.For == a.For {
		return nil
	}
	task.For = a.For
	w.emit(Event{Type: AssignedTask, Task: &task})
	return nil
}

func (e EndTask) decide(w *work) error {
	task, err := w.task(e.Task)
	if err != nil {
		return err
	}
	if own := w.by.Kind == Engineer && task.For.Engineer == w.by.ID; !own {
		if err := w.must(tier.Work); err != nil {
			return err
		}
	}
	if e.Skip {
		if err := w.says("who skips a task", "why", e.Why); err != nil {
			return err
		}
	}
	if err := w.checkText("why", e.Why, MaxText); err != nil {
		return err
	}
	task.State, task.Ended, task.By, task.Why = TaskDone, w.now, w.by, e.Why
	if e.Skip {
		task.State = TaskSkipped
	}
	w.emit(Event{Type: EndedTask, Why: e.Why, Task: &task})
	return nil
}

// task gives an open task of a ticket that is not closed; one that is resolved may have some left.
func (w *work) task(id int) (Task, error) {
	if err := w.open(); err != nil && w.t.Class != lifecycle.Resolved {
		return Task{}, err
	}
	if id < 1 || id > len(w.t.Tasks) {
		return Task{}, w.refuse("task", "the ticket has no task %d", id)
	}
	task := w.t.Tasks[id-1]
	if task.State != TaskOpen {
		return Task{}, w.refuse("task", "task %d is %s", id, task.State)
	}
	return task, nil
}

// checkDoer refuses whom the handbook does not have, or has elsewhere.
func (w *work) checkDoer(d Doer) error {
	for _, name := range []string{string(d.Tier), d.Group, d.Engineer} {
		if err := w.checkText("who does a task", name, MaxID); err != nil {
			return err
		}
	}
	e, known := w.h.engineers[d.Engineer]
	group := w.h.groupsTier(d.Group)
	switch {
	case d.Tier != "" && !w.hasTier(d.Tier):
		return w.refuse("tier", "the ladder has no tier %q", d.Tier)
	case d.Group != "" && !w.h.hasGroup(d.Group):
		return w.refuse("group", "there is no group %q", d.Group)
	case d.Tier != "" && group != "" && group != d.Tier:
		return w.refuse("group", "group %q does not work at tier %q", d.Group, d.Tier)
	case d.Engineer == "" || len(w.h.engineers) == 0:
		return nil
	case !known:
		return w.refuse("engineer", "the handbook has no engineer %q", d.Engineer)
	case d.Tier != "" && !worksAt(e, d.Tier):
		return w.refuse("engineer", "engineer %q does not work at tier %q", d.Engineer, d.Tier)
	}
	return nil
}

// lateTask gives the open task that was due first and that nobody has been told of.
func (w *work) lateTask() (at time.Time, index int, ok bool) {
	if w.t.Class == lifecycle.Closed {
		return time.Time{}, 0, false
	}
	for i, task := range w.t.Tasks {
		if task.State != TaskOpen || task.Late || task.Due.IsZero() {
			continue
		}
		if !ok || task.Due.Before(at) {
			at, index, ok = task.Due, i, true
		}
	}
	return at, index, ok
}

// tellTask records that a task was open when it was due.
func (w *work) tellTask(index int) {
	task := w.t.Tasks[index]
	task.Late = true
	w.emit(Event{Type: LateTask, Due: task.Due, Why: task.Title, Task: &task})
}

// replaceTask gives the tasks with one added, or put in the place of what it was.
func replaceTask(old []Task, task *Task) []Task {
	if task == nil {
		return old
	}
	tasks := slices.Clone(old)
	i := slices.IndexFunc(tasks, func(t Task) bool { return t.ID == task.ID })
	if i < 0 {
		return append(tasks, *task)
	}
	tasks[i] = *task
	return tasks
}
