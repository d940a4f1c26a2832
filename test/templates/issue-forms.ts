// Issue forms as GitHub takes them: what it refuses, and the Markdown that it makes of what somebody filled in.
// The rules: docs.github.com, "Syntax for issue forms", "Syntax for GitHub's form schema", "Common validation errors when creating
// issue forms".

import { parse } from 'yaml'
import { z } from 'zod'

const words = z.string().regex(/\S/, 'empty')
const id = z.string().regex(/^[\w-]+$/, 'a character that an id cannot have')
const required = z.strictObject({ required: z.boolean().optional() }).optional()
const shown = { label: words, description: words.optional() }

const Text = z.strictObject({
  type: z.enum(['input', 'textarea']),
  id: id.optional(),
  attributes: z.strictObject({ ...shown, placeholder: words.optional(), value: words.optional() }),
  validations: required,
})

const Dropdown = z.strictObject({
  type: z.literal('dropdown'),
  id: id.optional(),
  attributes: z
    .strictObject({
      ...shown,
      multiple: z.boolean().optional(),
      options: z
        .array(words)
        .min(1)
        .refine((options) => new Set(options).size === options.length, 'an option twice')
        .refine((options) => !options.some((option) => /^none$/i.test(option)), 'None is reserved'),
      default: z.int().min(0).optional(),
    })
    .refine(({ options, default: at = 0 }) => at < options.length, 'a default that is no option'),
  validations: required,
})

const Words = z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: words }) })

const Body = z.array(z.discriminatedUnion('type', [Text, Dropdown, Words]))
type Field = z.infer<typeof Text> | z.infer<typeof Dropdown>

export const fieldsOf = (body: z.infer<typeof Body>): Field[] =>
  body.flatMap((field) => (field.type === 'markdown' ? [] : [field]))

const Form = z.strictObject({
  name: words,
  description: words,
  title: z.string().optional(),
  labels: z.array(words).optional(),
  body: Body.refine((body) => fieldsOf(body).length > 0, 'nothing to fill in')
    .refine((body) => {
      const ids = fieldsOf(body).flatMap(({ id: own }) => own ?? [])
      return new Set(ids).size === ids.length
    }, 'an id twice')
    .refine((body) => {
      // Labels that differ in case or punctuation alone are too similar.
      const labels = fieldsOf(body).map(({ attributes }) =>
        attributes.label.toLowerCase().replaceAll(/\W/g, ''),
      )
      return new Set(labels).size === labels.length
    }, 'labels that are too similar'),
})
export type Form = z.infer<typeof Form>
/** The form, or what GitHub would refuse it for. */
export function readForm(text: string): { form: Form } | { refused: string[] } {
  const read = Form.safeParse(parse(text, { strict: true }))
  return read.success
    ? { form: read.data }
    : { refused: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) }
}

/** The body of the issue, with the line ends of a browser. Answers are by id; what was left empty GitHub says in words of its own. */
export const filed = ({ body }: Form, answers: Readonly<Record<string, string>>): string =>
  fieldsOf(body)
    .map((field) => {
      const answer = answers[field.id ?? '']?.trim() ?? ''
      return `### ${field.attributes.label}\n\n${answer === '' ? '_No response_' : answer}`
    })
    .join('\n\n')
    .replaceAll('\n', '\r\n')
