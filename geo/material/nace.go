package material

import (
	"fmt"
	"regexp"
	"strings"
)

// Class is a class of NACE Rev. 2, an economic activity: "23.51".
type Class struct {
	Code   string
	NameEN string
	NameTR string
}

// Division returns the two digits of c's division: "23" of "23.51".
func (c Class) Division() string { return NACEDivision(c.Code) }

var classCode = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}$`)

func (l *list) class(f []string) error {
	if !classCode.MatchString(f[0]) {
		return fmt.Errorf("%q is no NACE class", f[0])
	}
	if _, twice := l.byClass[f[0]]; twice {
		return fmt.Errorf("%s is listed twice", f[0])
	}
	l.byClass[f[0]] = len(l.classes)
	l.classes = append(l.classes, Class{Code: f[0], NameEN: f[1], NameTR: f[2]})
	return nil
}

func (l *list) division(f []string) error {
	if NACEDivision(f[0]) != f[0] {
		return fmt.Errorf("%q is no NACE division", f[0])
	}
	l.divisions[f[0]] = Class{Code: f[0], NameEN: f[1], NameTR: f[2]}
	return nil
}

// DivisionOf returns the division of NACE Rev. 2 with two digits.
func DivisionOf(code string) (Class, bool) {
	d, ok := lists().divisions[code]
	return d, ok
}

// NACE returns every class of NACE Rev. 2 by code.
func NACE() []Class { return lists().classes }

// NACEByClass returns the class with a code like "23.51".
func NACEByClass(class string) (Class, bool) {
	i, ok := lists().byClass[class]
	if !ok {
		return Class{}, false
	}
	return lists().classes[i], true
}

// NACEDivision returns the division of a class or code ("23" of "23.51",
// "2351" and "23"), "" when there is none.
func NACEDivision(code string) string {
	code = strings.TrimSpace(code)
	if len(code) < 2 || !digits.MatchString(code[:2]) {
		return ""
	}
	return code[:2]
}
