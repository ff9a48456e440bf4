export * from './app-vi-aba2cf0b.js?again';
