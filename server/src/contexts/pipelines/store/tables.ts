import type { ColumnType, JSONColumnType } from 'kysely'
import type { InputVersions, Slice } from '../model/ledger.ts'
import type { Message, Notice, Send } from '../model/notice.ts'
import type { Pipeline, PipelineDefinition, Target, Version } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'

/** Absent is NULL. */
type Row<Of> = { [Key in keyof Of]: undefined extends Of[Key] ? Of[Key] | null : Of[Key] }

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'pipelines.pipelines': Omit<Row<Pipeline>, 'accountId' | 'definition'> & {
      accountId: string
      definition: JSONColumnType<PipelineDefinition>
    }
    'pipelines.inputs': { pipelineId: string; tableId: string }
    'pipelines.versions': Version
    'pipelines.runs': Omit<Row<Run>, 'slices' | 'state' | 'wanted'> & {
      slices: string[]
      state: string
      wanted: JSONColumnType<Record<string, InputVersions>>
    }
    'pipelines.slices': Omit<Row<Slice>, 'wanted' | 'done' | 'deadlineState'> & {
      wanted: JSONColumnType<InputVersions & object>
      done: ColumnType<InputVersions | null, string | null | undefined, string | null>
      deadlineState: string | null
    }
    'pipelines.notices': Omit<Notice, 'kind' | 'message'> & {
      kind: string
      message: JSONColumnType<Message>
    }
    'pipelines.sends': Omit<Row<Send>, 'target'> & { target: JSONColumnType<Target> }
  }
}
