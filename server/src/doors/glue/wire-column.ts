import type { Column } from '@aws-sdk/client-glue'
import type { GivenColumn } from '../../contexts/catalog/index.ts'
import type { Checked } from '../shared/operation.ts'
import { glueName } from './wire-names.ts'

export function givenColumn({ Name, Type, Comment, Parameters }: Checked<Column>): GivenColumn {
  return {
    name: glueName(Name),
    type: Type ?? '',
    ...(Comment === undefined ? {} : { comment: Comment }),
    ...(Parameters === undefined ? {} : { properties: Parameters }),
  }
}

export function wireColumn({ name, type, comment, properties }: GivenColumn) {
  return {
    Name: name,
    Type: type,
    ...(comment === undefined ? {} : { Comment: comment }),
    ...(properties === undefined ? {} : { Parameters: properties }),
  }
}
