import { type Logger, pino } from 'pino'

export type Log = Logger

/** JSON lines on standard output. Values under these names never reach it. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.secretAccessKey', '*.sessionToken', '*.password', '*.authorization', '*.token'],
      censor: '[hidden]',
    },
  })
}
