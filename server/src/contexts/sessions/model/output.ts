/** Livy's statement output; its names are the wire's. */
export interface StatementOutput {
  status: 'ok' | 'error'
  execution_count: number
  data?: Record<string, unknown>
  ename?: string
  evalue?: string
  traceback?: string[]
}
