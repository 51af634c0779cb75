package main

import (
	"fmt"
	"strconv"
	"time"

	"simbiyoz/geo/programme"
)

// readRetention reads for how many days what names people is kept; 0: for
// ever.
func readRetention(env func(string) string) (programme.Retention, error) {
	notices, err := readDays(env, "SIMBIYOZ_KEEP_NOTICES_DAYS", 365)
	if err != nil {
		return programme.Retention{}, err
	}
	names, err := readDays(env, "SIMBIYOZ_KEEP_NAMES_DAYS", 730)
	return programme.Retention{Notices: notices, Names: names}, err
}

func readDays(env func(string) string, name string, otherwise int) (time.Duration, error) {
	days := otherwise
	if text := env(name); text != "" {
		var err error
		if days, err = strconv.Atoi(text); err != nil || days < 0 || days > 36_500 {
			return 0, fmt.Errorf("%s: %q is no number of days from 0 to 36500", name, text)
		}
	}
	return time.Duration(days) * 24 * time.Hour, nil
}
