// The port every part of the engine logs through: the shape of pino's Logger, four levels of it.

type Write = (fields: object, message: string) => void

export interface Log {
  debug: Write
  info: Write
  warn: Write
  error: Write
}
