/** Something the caller of a command can mend: a flag, a file. Printed without a stack; the command ends with code 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
