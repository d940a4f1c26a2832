// Cuts GitHub's GraphQL schema down to the types and fields reachable from the operations that are sent to it.
// Usage: node tools/trim-graphql.ts <unpacked @octokit/graphql-schema>

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  DefinitionNode,
  DocumentNode,
  FieldDefinitionNode,
  GraphQLSchema,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql'
import {
  assertValidSchema,
  buildASTSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  Kind,
  parse,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { UserError } from '../src/errors.ts'
import { boardQuery, pinMutation, unpinMutation } from '../src/github/board-query.ts'
import { dequeueMutation, enqueueMutation, queueQuery } from '../src/github/queue-query.ts'
import {
  configurationQuery,
  markReadyMutation,
  pullQuery,
  resolveThreadMutation,
  taskQuery,
} from '../src/github/task-query.ts'

const source = process.argv[2]
if (source === undefined)
  throw new UserError('no source given', 'node tools/trim-graphql.ts <unpacked @octokit/graphql-schema>')
const contract = join(import.meta.dirname, '../src/rehearsal/contract')
const manifest: { version: string } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
const published = parse(await readFile(join(source, 'schema.graphql'), 'utf8'), { noLocation: true })
const additions = parse(await readFile(join(contract, 'additions.graphql'), 'utf8'), { noLocation: true })
const whole = mergeExtensions([...published.definitions, ...additions.definitions])
// GitHub's file defines two fields twice, which a strict reading refuses.
const schema = buildASTSchema(whole, { assumeValidSDL: true })

/** Fields in use by type; a type in use without fields of its own has an empty set. */
const used = new Map<string, Set<string>>()
const use = (type: string, field?: string): void => {
  const fields = used.get(type) ?? new Set<string>()
  used.set(type, fields)
  if (field !== undefined) fields.add(field)
}

/** Puts the fields of `extend type` into the type itself, so that what follows need not know of extensions. */
function mergeExtensions(definitions: readonly DefinitionNode[]): DocumentNode {
  const merged = definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.OBJECT_TYPE_EXTENSION) return []
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return [node]
    const added = definitions.flatMap((other) =>
      other.kind === Kind.OBJECT_TYPE_EXTENSION && other.name.value === node.name.value
        ? (other.fields ?? [])
        : [],
    )
    return [{ ...node, fields: [...(node.fields ?? []), ...added] }]
  })
  return { kind: Kind.DOCUMENT, definitions: merged }
}

/** Input types keep all their fields: a query may set any of them. */
function useInput(name: string): void {
  if (used.has(name)) return
  use(name)
  const type = schema.getType(name)
  if (!isInputObjectType(type)) return
  for (const field of Object.values(type.getFields())) useInput(getNamedType(field.type).name)
}

function useOperation(document: DocumentNode): void {
  const problems = validate(schema, document)
  if (problems.length > 0)
    throw new UserError(
      `GitHub's schema refuses an operation: ${problems.join('; ')}`,
      'correct the operation',
    )
  const info = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(info, {
      Field() {
        const parent = info.getParentType()
        const definition = info.getFieldDef()
        if (!parent || !definition || definition.name.startsWith('__')) return
        use(parent.name, definition.name)
        const result = getNamedType(definition.type)
        use(result.name)
        // Implementors of `Node` and members of unions come in through type conditions; the others are not wanted.
        if (isInterfaceType(result) && result.name !== 'Node')
          for (const type of schema.getPossibleTypes(result)) use(type.name)
        for (const argument of definition.args) useInput(getNamedType(argument.type).name)
      },
      InlineFragment: (node) => use(node.typeCondition?.name.value ?? 'Query'),
      FragmentDefinition: (node) => use(node.typeCondition.name.value),
    }),
  )
}

/** An object has every field that its kept interfaces have, as GraphQL demands. */
function inheritFields(full: GraphQLSchema): void {
  for (const name of used.keys()) {
    const type = full.getType(name)
    if (!isInterfaceType(type)) continue
    for (const { name: owner } of full.getPossibleTypes(type)) {
      if (!used.has(owner)) continue
      for (const field of used.get(name) ?? []) {
        use(owner, field)
      }
    }
  }
}

function trimField(field: FieldDefinitionNode): FieldDefinitionNode {
  const { description: _, ...kept } = field
  return {
    ...kept,
    directives: field.directives?.filter((directive) => directive.name.value === 'deprecated') ?? [],
    arguments:
      field.arguments?.map(({ kind, name, type, defaultValue }) => ({
        kind,
        name,
        type,
        ...(defaultValue === undefined ? {} : { defaultValue }),
      })) ?? [],
  }
}

function trimFielded(node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode): DefinitionNode {
  const { kind, name } = node
  const fields = used.get(name.value)
  return {
    kind,
    name,
    interfaces: node.interfaces?.filter((parent) => used.has(parent.name.value)) ?? [],
    fields: node.fields?.filter((field) => fields?.has(field.name.value)).map(trimField) ?? [],
  }
}

function trim(node: DefinitionNode): DefinitionNode[] {
  if (!('name' in node) || node.name === undefined || !used.has(node.name.value)) return []
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
    return [trimFielded(node)]
  if (node.kind === Kind.UNION_TYPE_DEFINITION)
    return [
      {
        kind: node.kind,
        name: node.name,
        types: node.types?.filter(({ name }) => used.has(name.value)) ?? [],
      },
    ]
  const bare = visit(node, {
    enter: (inner) =>
      'description' in inner || 'directives' in inner
        ? { ...inner, description: undefined, directives: [] }
        : undefined,
  })
  return [bare]
}

useOperation(parse(taskQuery([{ branch: 'a', pull: 1 }, { branch: 'b' }, { branch: 'c' }]).query))
useOperation(parse(configurationQuery('').query))
useOperation(parse(pullQuery))
useOperation(parse(markReadyMutation))
useOperation(parse(resolveThreadMutation))
useOperation(parse(queueQuery))
useOperation(parse(enqueueMutation))
useOperation(parse(dequeueMutation))
useOperation(parse(boardQuery(true)))
useOperation(parse(pinMutation))
useOperation(parse(unpinMutation))
useOperation(parse(await readFile(join(contract, 'extra.graphql'), 'utf8')))
inheritFields(schema)
const trimmed: DocumentNode = { kind: Kind.DOCUMENT, definitions: whole.definitions.flatMap(trim) }
const text = `# Trimmed by tools/trim-graphql.ts from @octokit/graphql-schema@${manifest.version} (MIT). Do not edit.\n\n${print(trimmed)}\n`
assertValidSchema(buildASTSchema(parse(text)))
await writeFile(join(contract, 'github.graphql'), text)
console.log(`github.graphql: ${trimmed.definitions.length} types, ${text.length} bytes`)
