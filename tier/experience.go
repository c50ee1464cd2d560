package tier

import "fmt"

// Experience is what a tier asks of its people, in whole years of work. The zero value asks nothing.
//
// Trades give a range for a tier (0 to 4 years at the first line), and a house may ask for more within it (2 and up).
// HouseYears is the house's own minimum and wins over MinYears.
type Experience struct {
	MinYears   int `json:"min_years,omitempty" yaml:"min_years,omitempty"`     // usual minimum, 0 to 60
	MaxYears   int `json:"max_years,omitempty" yaml:"max_years,omitempty"`     // usual maximum, 0 = open; nobody is turned away by it
	HouseYears int `json:"house_years,omitempty" yaml:"house_years,omitempty"` // this house's own minimum, 0 = MinYears applies

	// Platforms is on how many platforms the years must have been spent, each of them; 0 = the years count altogether.
	Platforms int `json:"platforms,omitempty" yaml:"platforms,omitempty"`
	// MaxPlatforms is how many platforms are usual at most ("one or two"), 0 = open; nobody is turned away by it.
	MaxPlatforms int `json:"max_platforms,omitempty" yaml:"max_platforms,omitempty"`
}

// Needed is the minimum that counts, in years: the house's own if it has one, else the usual one.
func (e Experience) Needed() int {
	if e.HouseYears > 0 {
		return e.HouseYears
	}
	return e.MinYears
}

// A Skill is one skill of a published framework at a level, for example {"SFIA", "9", "USUP", 3}. As something needed the
// level is the lowest that will do; as something an engineer has it is the level reached.
//
// The version is part of the skill, because frameworks move content between levels: SFIA 8 puts first-line investigation at
// USUP 3, SFIA 9 at USUP 2. Only codes are stored; the texts belong to the framework's publisher.
type Skill struct {
	Framework string `json:"framework" yaml:"framework"`
	Version   string `json:"version,omitempty" yaml:"version,omitempty"` // "" is a version of its own: it meets only ""
	Code      string `json:"code" yaml:"code"`
	Level     int    `json:"level,omitempty" yaml:"level,omitempty"` // 0 to 99; 0 = any level
}

// Meets reports whether having s is enough where need is asked: same framework, version and code, and at least its level.
func (s Skill) Meets(need Skill) bool {
	return s.Framework == need.Framework && s.Version == need.Version && s.Code == need.Code && s.Level >= need.Level
}

// String is the skill as one writes it: "SFIA 9 USUP 3".
func (s Skill) String() string {
	text := s.Framework
	if s.Version != "" {
		text += " " + s.Version
	}
	text += " " + s.Code
	if s.Level > 0 {
		text += fmt.Sprintf(" %d", s.Level)
	}
	return text
}
