// Package cql reads filters in the Common Query Language (OGC 21-065r2, CQL2),
// as text or as JSON, into a tree that a store can translate. What is read is
// data only: names and values never become part of a statement by themselves.
package cql

import (
	"github.com/paulmach/orb"

	"simbiyoz/geo"
)

// Expr is a condition: And, Or, Not, Compare, Like, Between, In, IsNull,
// Spatial or Constant.
type Expr interface{ condition() }

type (
	// And holds where all do.
	And []Expr
	// Or holds where one does.
	Or []Expr
	// Not holds where its condition does not.
	Not struct{ Expr Expr }
	// Constant always holds, or never.
	Constant bool
	// Compare holds where two values stand in a relation.
	Compare struct {
		Op          Op
		Left, Right Value
	}
	// Like holds where a text has the form of a pattern, in which % stands for
	// any characters, _ for one, and \ takes the next for itself.
	Like struct {
		Value, Pattern Value
	}
	// Between holds where a value is neither below Low nor above High.
	Between struct{ Value, Low, High Value }
	// In holds where a value is one of a list.
	In struct {
		Value Value
		List  []Value
	}
	// IsNull holds where a property is unknown.
	IsNull struct{ Value Value }
	// Spatial holds where a property's geometry stands in a relation to another.
	Spatial struct {
		Op       Op // Intersects, Within or DWithin
		Property Property
		Geometry orb.Geometry // WGS 84, longitude first
		Distance geo.Metres   // of DWithin
	}
)

func (And) condition()      {}
func (Or) condition()       {}
func (Not) condition()      {}
func (Constant) condition() {}
func (Compare) condition()  {}
func (Like) condition()     {}
func (Between) condition()  {}
func (In) condition()       {}
func (IsNull) condition()   {}
func (Spatial) condition()  {}

// Op is a relation, by CQL2's JSON name.
type Op string

const (
	Equal        Op = "="
	NotEqual     Op = "<>"
	Less         Op = "<"
	Greater      Op = ">"
	LessEqual    Op = "<="
	GreaterEqual Op = ">="
	Intersects   Op = "s_intersects"
	Within       Op = "s_within"
	DWithin      Op = "s_dwithin" // not of the standard: within so many metres
)

// Value is what is compared: Property, Text, Number, Bool, Time, CaseI or
// AccentI.
type Value interface{ value() }

type (
	// Property is a value of the row, by name.
	Property string
	// Text is a text.
	Text string
	// Number is a number.
	Number float64
	// Bool is true or false.
	Bool bool
	// Time is a date or an instant, RFC 3339.
	Time string
	// CaseI is a text in which capitals and small letters are one.
	CaseI struct{ Value Value }
	// AccentI is a text in which a letter with a mark and one without are one.
	AccentI struct{ Value Value }
)

func (Property) value() {}
func (Text) value()     {}
func (Number) value()   {}
func (Bool) value()     {}
func (Time) value()     {}
func (CaseI) value()    {}
func (AccentI) value()  {}

// Bounds of what is read.
const (
	longest = 16 << 10 // bytes of a filter
	deepest = 64       // conditions inside conditions
)

// wrong is an error about a filter.
func wrong(format string, args ...any) error { return geo.Invalid("filter", "format", format, args...) }
