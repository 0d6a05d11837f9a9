import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/**
 * JSON lines, on standard output unless they go elsewhere. Errors stand under `err`; values under
 * these names never reach it.
 */
export function createLog(level: string, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.secretAccessKey', '*.sessionToken', '*.password', '*.authorization', '*.token'],
      censor: '[hidden]',
    },
  }
  return to ? pino(options, to) : pino(options)
}
