//! Lines of a file by byte positions. YAML ends them with `\n`, `\r\n` or `\r`.

/// Where the line of this position starts.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1)
}

/// Where the line of this position ends, before its line break.
pub(super) fn end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found)
}

/// Where the line starts that comes behind the one that ends here.
pub(super) fn next(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
    text.len() - rest.len()
}

/// Where the line ends that comes before the one that starts here.
pub(super) fn before(text: &str, start: usize) -> usize {
    let head = &text[..start];
    head.strip_suffix("\r\n").or_else(|| head.strip_suffix(['\n', '\r'])).map_or(0, str::len)
}

/// The first line break, which is the one for new lines.
pub(super) fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']).map(|at| &text[at..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Behind the colon that follows a key, which ends here; of block mappings on the same line.
pub(super) fn behind_colon(text: &str, key_end: usize, flow: bool) -> Option<usize> {
    let blank: &[char] = if flow { &[' ', '\t', '\n', '\r'] } else { &[' ', '\t'] };
    let rest = text[key_end..].trim_start_matches(blank);
    rest.starts_with(':').then(|| text.len() - rest.len() + 1)
}

/// Behind the bracket that closes a flow collection; before it may stand a comma, space and comments.
pub(super) fn end_of_brackets(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next() {
        match c {
            ']' | '}' => return at + 1,
            '#' => at = end(text, at),
            _ => at += c.len_utf8(),
        }
    }
    at
}

/// Behind the last character of a plain scalar that ends before `end`: space and a comment are not of it.
pub(super) fn end_of_plain(text: &str, start: usize, end: usize) -> usize {
    let scalar = &text[start..end];
    let comment = scalar.match_indices('#').map(|(at, _)| at);
    let mut comment = comment.filter(|at| scalar[..*at].ends_with(char::is_whitespace));
    start + scalar[..comment.next().unwrap_or(scalar.len())].trim_end().len()
}

/// Whether a block whose lines stand at `indent` may end before `rest`, which starts at a line's end: a comment at its
/// indentation would become a part of it, and so would an empty line if the block keeps those at its end.
pub(super) fn may_follow_block(rest: &str, indent: usize, keeps_lines: bool) -> bool {
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
    let mut following = rest.split(['\n', '\r']);
    let line = if keeps_lines { following.next() } else { following.find(|line| !line.trim().is_empty()) };
    let Some(line) = line.filter(|_| !rest.is_empty()) else { return true };
    let unindented = line.trim_start_matches(' ');
    let is_taken_in = unindented.starts_with('#') && line.len() - unindented.len() >= indent;
    !(unindented.trim().is_empty() || is_taken_in)
}
