// Package migrations holds the database's schema, step by step.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed *.sql
var files embed.FS

// Files are the steps, named 0001_….sql and so on in the order they are taken.
var Files fs.FS = files
