// Contrast as WCAG counts it: text 4.5, large text 3, icons and the edges of fields 3.
(selector) => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
    const light = (colour) => colour.slice(0, 3).reduce((sum, part, at) => {
        const share = part / 255;
        return sum + [0.2126, 0.7152, 0.0722][at] * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
    }, 0);
    const ratio = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    const above = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host;
    const behind = (node) => {
        const fills = [];
        for (let one = node; one; one = above(one)) {
            const { backgroundColor, backgroundImage } = getComputedStyle(one);
            fills.push(rgba(/^radial-gradient.*?(rgba?\([^)]*\))/.exec(backgroundImage)?.[1] ?? backgroundColor));
        }
        return fills.reverse().reduce((under, fill) => over(fill, under), [255, 255, 255, 1]);
    };
    const poor = [];
    const judge = (node, colour, least, what) => {
        const back = behind(node);
        const found = ratio(over(rgba(colour), back), back);
        const name = `${node.localName}.${node.getAttribute('class')} ${what.trim().slice(0, 30)}`;
        if (found < least - 0.005) poor.push(`${name}: ${found.toFixed(2)} of ${least}`);
    };
    const walk = (node) => {
        const style = getComputedStyle(node);
        if (style.display === 'none' || style.visibility === 'hidden' || style.clipPath !== 'none') return;
        const size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
        for (const child of node.childNodes) if (child.nodeType === 3 && child.data.trim()) judge(node, style.color, least, child.data);
        if (node.placeholder && !node.value) judge(node, getComputedStyle(node, '::placeholder').color, 4.5, node.placeholder);
        if (node.localName === 'svg') judge(node, style.stroke === 'none' ? style.fill : style.stroke, 3, 'icon');
        if (/^(input|textarea|select)$/.test(node.localName) && node.type !== 'file') {
            judge(node, style.color, 4.5, node.value ?? '');
            if (parseFloat(style.borderTopWidth)) judge(above(node), style.borderTopColor, 3, `edge of ${node.localName}`);
        }
        for (const child of (node.shadowRoot ?? node).children) walk(child);
    };
    walk(document.querySelector(selector));
    return poor;
}
